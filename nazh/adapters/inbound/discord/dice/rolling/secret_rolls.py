"""Formats secret rolls, notifies game masters of them, and reveals them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import hikari

from nazh.adapters.inbound.discord.dice.guild_context import GuildContext, GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.byline import byline_of, shown_byline
from nazh.adapters.inbound.discord.dice.rolling.component_context import (
    arguments_of,
    roll_origin_of,
    shown_by,
    signed_dice,
)
from nazh.adapters.inbound.discord.dice.rolling.presenter import (
    revealed_edit,
    roll_message,
    roll_notification,
    with_heading,
)
from nazh.adapters.inbound.discord.dice.rolling.state_signer import RollOrigin, StateSigner
from nazh.adapters.inbound.discord.guilds.channel_readers import FindReaders
from nazh.adapters.inbound.discord.guilds.members import UserInteraction, server_of
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.responses import Followup, Response, ResponseType
from nazh.adapters.inbound.texts.dice.rolling.secret_rolls import (
    also_shown_in,
    revealed_by,
    seen_by_game_master,
)
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.reveal_roll import RevealRequest, RevealRoll
from nazh.domain.kernel.identity import ChannelId, RequestId, UserId


@dataclass(frozen=True, slots=True)
class SecretNotice:
    """Where else a secret roll is shown, with the line about it under the roll."""

    channel: ChannelId
    line: str


async def secret_notice(
    interaction: UserInteraction, guild_context: GuildContext, find_readers: FindReaders
) -> SecretNotice | None:
    """Return where else a secret roll is shown, or ``None`` if nowhere on this server."""
    guild, channel = server_of(interaction), guild_context.notice_channel
    if channel is None or guild is None:
        return None
    readers = await find_readers(guild, ChannelId(channel), guild_context.game_masters)
    if readers is not None and not readers.is_here:
        return None
    line = also_shown_in(channel, readers, guild_context.private)
    return SecretNotice(ChannelId(channel), line)


def secret_response(
    outcome: Outcome,
    arguments: str,
    interaction: UserInteraction,
    guild_context: GuildContext,
    notice: SecretNotice | None,
) -> Response:
    """Return the private response, with a notification for the game masters if configured."""
    byline = byline_of(interaction, outcome.character)
    response = roll_message(
        outcome,
        byline,
        arguments,
        guild_context.private,
        is_secret=True,
        layout=guild_context.layout_of(is_secret=True),
        buttons=guild_context.buttons,
        notice="" if notice is None else notice.line,
    )
    notification = secret_notification(outcome, interaction, guild_context, notice)
    if notification is None:
        return response
    return Response(response.kind, response.data, fallback=response, followups=(notification,))


def secret_notification(
    outcome: Outcome,
    interaction: UserInteraction,
    guild_context: GuildContext,
    notice: SecretNotice | None,
) -> Followup | None:
    """Return the notification of a secret roll, or ``None`` if it is shown nowhere else."""
    if notice is None:
        return None
    heading = seen_by_game_master(interaction.user.id, interaction.channel_id, guild_context.public)
    return Followup(
        f"{interaction.id}+notice",
        roll_notification(
            outcome,
            byline_of(interaction, outcome.character),
            heading,
            guild_context.public,
            guild_context.layout_of(is_secret=True),
        ),
        channel=notice.channel,
        guild=interaction.guild_id,
    )


def reveal_button(
    reveal_roll: RevealRoll, signer: StateSigner, guild_contexts: GuildContexts
) -> ButtonAction:
    """Return the action of Reveal, which makes the roll public, once."""

    async def reveal(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        roll_origin = roll_origin_of(interaction)
        request = RevealRequest(
            id=RequestId(str(interaction.id)),
            origin=RequestId(str(roll_origin.origin)),
            notation=shown_by(interaction).notation,
            rolled_by=UserId(roll_origin.roller),
            pressed_by=UserId(interaction.user.id),
            message_roll=signed_dice(interaction, arguments, signer),
            channel=ChannelId(interaction.channel_id),
            guild=server_of(interaction),
        )
        guild_context = await guild_contexts.of(interaction)
        rolls = await reveal_roll(request)
        here = RollOrigin(interaction.id, roll_origin.roller)
        signed = arguments_of(rolls, here, signer)
        outcome, byline = Outcome(rolls), shown_byline(interaction)
        public = roll_message(
            outcome,
            byline,
            signed,
            guild_context.public,
            layout=guild_context.layout,
            buttons=guild_context.buttons,
        )
        heading = revealed_by(roll_origin.roller, guild_context.public)
        public = replace(public, data=with_heading(public.data or {}, heading))
        return Response(
            ResponseType.EDIT,
            revealed_edit(
                outcome,
                byline,
                arguments_of(rolls, roll_origin, signer),
                guild_context.private,
                guild_context.layout_of(is_secret=True),
                guild_context.buttons,
            ),
            fallback=public,
            followups=(Followup(f"{request.origin}+reveal", public.data or {}),),
        )

    return reveal

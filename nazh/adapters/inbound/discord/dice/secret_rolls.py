"""Secret rolls: who sees them besides the roller, and how they are revealed."""

from __future__ import annotations

from dataclasses import replace

import hikari

from nazh.adapters.inbound.discord.answers import Answer, Kind
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.courier import Errand, ErrandAnswer
from nazh.adapters.inbound.discord.dice.presenter import (
    revealed_edit,
    roll_message,
    roll_notice,
)
from nazh.adapters.inbound.discord.dice.pressed import (
    Acting,
    arguments_of,
    provenance_of,
    server_of,
    shown_by,
    what_the_button_carries,
)
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.languages import private_words, public_words
from nazh.adapters.inbound.wording.dice.secrets import revealed_by, seen_by_game_master
from nazh.application.dice.reveal_roll import RevealRequest, RevealRoll
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId


def secret_answer(
    rolls: tuple[Roll, ...],
    arguments: str,
    interaction: Acting,
    game_master_channel: int | None,
) -> Answer:
    """Return a roll for its roller alone, and a notice behind it for the game masters, if any."""
    answer = roll_message(rolls, arguments, private_words(interaction), is_secret=True)
    notice = secret_notice(rolls, interaction, game_master_channel)
    if notice is None:
        return answer
    return ErrandAnswer(answer.kind, answer.data, otherwise=answer, errands=(notice,))


def secret_notice(
    rolls: tuple[Roll, ...],
    interaction: Acting,
    game_master_channel: int | None,
) -> Errand | None:
    """Return what tells the game masters of a secret roll; ``None`` where they have no channel."""
    if game_master_channel is None or interaction.guild_id is None:
        return None
    words = public_words(interaction)
    heading = seen_by_game_master(interaction.user.id, interaction.channel_id, words)
    return Errand(
        f"{interaction.id}+notice",
        roll_notice(rolls, heading, words),
        channel=game_master_channel,
        server=interaction.guild_id,
    )


def reveal_button(reveal_roll: RevealRoll, seals: Seals) -> ButtonAction:
    """Return the action of Reveal: the roll stands in public, and can be revealed no more."""

    async def reveal(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        provenance = provenance_of(interaction)
        request = RevealRequest(
            id=RequestId(str(interaction.id)),
            origin=RequestId(str(provenance.origin)),
            notation=shown_by(interaction).notation,
            rolled_by=PlayerId(provenance.roller),
            pressed_by=PlayerId(interaction.user.id),
            fallen=what_the_button_carries(interaction, arguments, seals),
            where=ChannelId(interaction.channel_id),
            server=server_of(interaction),
        )
        rolls = await reveal_roll(request)
        here = Provenance(interaction.id, provenance.roller)
        words = public_words(interaction)
        public = roll_message(rolls, arguments_of(rolls, here, seals), words)
        heading = revealed_by(provenance.roller, words)
        public = replace(public, data={**(public.data or {}), "content": heading})
        return ErrandAnswer(
            Kind.EDIT,
            revealed_edit(
                rolls, arguments_of(rolls, provenance, seals), private_words(interaction)
            ),
            otherwise=public,
            errands=(Errand(f"{request.origin}+reveal", public.data or {}),),
        )

    return reveal

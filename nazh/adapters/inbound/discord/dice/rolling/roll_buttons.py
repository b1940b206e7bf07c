"""The buttons below a roll, which pick a face, add the plot die, roll again, and so on.

Discord vouches for the message's roll and its roller; the faces are signed in the button, or
recorded in the ledger (docs/adr/0005-button-state-in-custom-ids.md).
"""

from __future__ import annotations

from dataclasses import replace

import hikari

from nazh.adapters.inbound.discord.dice.guild_context import GuildContext, GuildContexts
from nazh.adapters.inbound.discord.dice.rolling.byline import shown_byline
from nazh.adapters.inbound.discord.dice.rolling.component_context import (
    arguments_of,
    is_duplicate_press,
    is_secret,
    recall_of,
    roll_origin_of,
    shown_by,
    signed_dice,
)
from nazh.adapters.inbound.discord.dice.rolling.presenter import (
    copied_message,
    copy_form,
    details_message,
    roll_message,
    with_heading,
)
from nazh.adapters.inbound.discord.dice.rolling.roll_responder import RollResponder
from nazh.adapters.inbound.discord.dice.rolling.shown_message import (
    shown_heading,
    shown_notice,
    shown_proof,
)
from nazh.adapters.inbound.discord.dice.rolling.state_signer import RollOrigin, StateSigner
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import server_of
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, typed_texts
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import (
    DEFERRED_UPDATE,
    Response,
    ResponseType,
)
from nazh.adapters.inbound.texts.dice.fair.fair import digest_text, read_proof_line
from nazh.application.dice.ports import FairSessionStore
from nazh.application.dice.rolling.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.rolling.outcome import Outcome
from nazh.application.dice.rolling.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.rolling.recall_roll import RecallRoll
from nazh.application.shared.debounce import Debouncer
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, RequestId, UserId


def add_plot_button(
    add_plot_die: AddPlotDie, signer: StateSigner, guild_contexts: GuildContexts
) -> ButtonAction:
    """Return the action of Add Plot Die."""

    async def add(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        roll_origin = roll_origin_of(interaction)
        request = PlotDieRequest(
            origin=RequestId(str(roll_origin.origin)),
            rolled_by=UserId(roll_origin.roller),
            pressed_by=UserId(interaction.user.id),
            message_roll=signed_dice(interaction, arguments, signer),
            channel=ChannelId(interaction.channel_id),
            guild=server_of(interaction),
            is_secret=is_secret(interaction),
        )
        guild_context = await guild_contexts.of(interaction)
        outcome = await add_plot_die(request)
        signed = arguments_of(outcome.rolls, roll_origin, signer)
        return _edited(outcome, signed, interaction, guild_context)

    return add


def pick_button(
    pick_plot_face: PickPlotFace, signer: StateSigner, guild_contexts: GuildContexts
) -> ButtonAction:
    """Return the action of the buttons that pick a face, given face, repeat and signature."""

    async def pick(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        choice, signed = arguments[:2], arguments[2:]
        if not (len(choice) == 2 and choice.isascii() and choice.isdigit()):
            raise InvalidComponent
        roll_origin = roll_origin_of(interaction)
        guild_context = await guild_contexts.of(interaction)
        request = PickRequest(
            origin=RequestId(str(roll_origin.origin)),
            rolled_by=UserId(roll_origin.roller),
            pressed_by=UserId(interaction.user.id),
            face=int(choice[0]),
            position=int(choice[1]),
            is_game_master=_is_game_master(interaction, roll_origin, guild_context),
            message_roll=signed_dice(interaction, signed, signer),
            channel=ChannelId(interaction.channel_id),
            guild=server_of(interaction),
            is_secret=is_secret(interaction),
        )
        outcome = await pick_plot_face(request)
        signed = arguments_of(outcome.rolls, roll_origin, signer)
        return _edited(outcome, signed, interaction, guild_context)

    return pick


def again_button(roll_responder: RollResponder, debouncer: Debouncer) -> ButtonAction:
    """Return the action of Roll Again, which makes a new roll for the user who presses it."""

    async def again(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        roll_origin_of(interaction)
        shown = shown_by(interaction)
        if await is_duplicate_press(debouncer, interaction):
            return DEFERRED_UPDATE
        request = roll_responder.reroll_request(
            interaction, shown.notation, shown.comment, is_secret=is_secret(interaction)
        )
        return await roll_responder.respond(interaction, request)

    return again


def details_button(
    recall_roll: RecallRoll, sessions: FairSessionStore, signer: StateSigner
) -> ButtonAction:
    """Return the action of Details, which shows every die privately to any user."""

    async def tell(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        rolls = await recall_roll(recall_of(interaction, arguments, signer))
        proof = await proof_text(interaction)
        return details_message(rolls, private_translator(interaction), proof)

    async def proof_text(interaction: hikari.ComponentInteraction) -> str:
        """Return the full digest of the message's roll; empty if there is none."""
        shown = read_proof_line(shown_proof(interaction.message))
        server = server_of(interaction)
        if shown is None or server is None:
            return ""
        try:
            digest = await sessions.digest(server, *shown)
        except Unavailable:
            return ""  # everything else is in the message
        return (
            "" if digest is None else digest_text(shown[0], digest, private_translator(interaction))
        )

    return tell


async def copy_command(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
    """Show the command of this roll to any user."""
    return copy_form(
        shown_by(interaction), private_translator(interaction), is_secret=is_secret(interaction)
    )


async def close_copy_form(interaction: hikari.ModalInteraction, arguments: str) -> Response:
    """Show the command of the modal as a private message."""
    typed = "".join(typed_texts(interaction).values())
    return copied_message(typed) if typed.strip() else DEFERRED_UPDATE


def _edited(
    outcome: Outcome,
    arguments: str,
    interaction: hikari.ComponentInteraction,
    guild_context: GuildContext,
) -> Response:
    """Return an edit of the message whose button was pressed."""
    secret = is_secret(interaction)
    edited = roll_message(
        outcome,
        shown_byline(interaction),
        arguments,
        guild_context.translator(is_secret=secret),
        ResponseType.EDIT,
        is_secret=secret,
        layout=guild_context.layout_of(is_secret=secret),
        buttons=guild_context.buttons,
        notice=shown_notice(interaction.message) if secret else "",
    )
    # A revealed roll says above its summary who has revealed it.
    heading = shown_heading(interaction.message)
    if not heading:
        return edited
    return replace(edited, data=with_heading(edited.data or {}, heading))


def _is_game_master(
    interaction: hikari.ComponentInteraction, roll_origin: RollOrigin, guild_context: GuildContext
) -> bool:
    """Return whether the user is a game master; in direct messages the roller is."""
    if interaction.member is None:
        return bool(interaction.user.id == roll_origin.roller)
    return guild_context.is_game_master

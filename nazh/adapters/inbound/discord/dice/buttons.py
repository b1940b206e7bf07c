"""The buttons below a roll: pick a face, add the plot die, roll again, details, copy.

Which roll a message shows and who made it is Discord's word; what fell stands sealed in the
button, or on record (docs/adr/0005-buttons-carry-their-roll.md).
"""

from __future__ import annotations

from dataclasses import replace

import hikari

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer, Kind
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.dice.houses import House, Houses
from nazh.adapters.inbound.discord.dice.presenter import (
    copy_form,
    details_message,
    roll_message,
)
from nazh.adapters.inbound.discord.dice.pressed import (
    arguments_of,
    character_of,
    is_secret,
    provenance_of,
    recall_of,
    server_of,
    shown_by,
    what_the_button_carries,
)
from nazh.adapters.inbound.discord.dice.rolling import Table
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.adapters.inbound.discord.languages import private_words
from nazh.adapters.inbound.wording.dice.fair import digest_text, read_proof_line
from nazh.application.dice.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.find_digest import FindDigest
from nazh.application.dice.outcome import Outcome
from nazh.application.dice.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.recall_roll import RecallRoll
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId


def add_plot_button(add_plot_die: AddPlotDie, seals: Seals, houses: Houses) -> ButtonAction:
    """Return the action of Add Plot Die."""

    async def add(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        provenance = provenance_of(interaction)
        request = PlotDieRequest(
            origin=RequestId(str(provenance.origin)),
            rolled_by=PlayerId(provenance.roller),
            pressed_by=PlayerId(interaction.user.id),
            fallen=what_the_button_carries(interaction, arguments, seals),
            where=ChannelId(interaction.channel_id),
            server=server_of(interaction),
            is_secret=is_secret(interaction),
        )
        house = await houses.at(interaction)
        outcome = await add_plot_die(request)
        sealed = arguments_of(outcome.rolls, provenance, seals)
        return _edited(outcome, sealed, interaction, house)

    return add


def pick_button(pick_plot_face: PickPlotFace, seals: Seals, houses: Houses) -> ButtonAction:
    """Return the action of the buttons that pick a face: face, place among the repeats, seal."""

    async def pick(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        choice, sealed = arguments[:2], arguments[2:]
        if not (len(choice) == 2 and choice.isascii() and choice.isdigit()):
            raise ForgedButton
        provenance = provenance_of(interaction)
        house = await houses.at(interaction)
        request = PickRequest(
            origin=RequestId(str(provenance.origin)),
            rolled_by=PlayerId(provenance.roller),
            pressed_by=PlayerId(interaction.user.id),
            face=int(choice[0]),
            place=int(choice[1]),
            is_game_master=_is_game_master(interaction, provenance, house),
            fallen=what_the_button_carries(interaction, sealed, seals),
            where=ChannelId(interaction.channel_id),
            server=server_of(interaction),
            is_secret=is_secret(interaction),
        )
        outcome = await pick_plot_face(request)
        sealed = arguments_of(outcome.rolls, provenance, seals)
        return _edited(outcome, sealed, interaction, house)

    return pick


def again_button(table: Table, taps: Taps) -> ButtonAction:
    """Return the action of Roll Again: a new roll of the one who presses, whoever he is."""

    async def again(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        provenance_of(interaction)
        shown = shown_by(interaction)
        if await taps.is_second(interaction.message.id, interaction.user.id, interaction.id):
            return NOTHING_NEW
        request = table.request_again(
            interaction, shown.notation, shown.comment, is_secret=is_secret(interaction)
        )
        return await table.answer(interaction, request)

    return again


def details_button(recall_roll: RecallRoll, find_digest: FindDigest, seals: Seals) -> ButtonAction:
    """Return the action of Details: every die, for the one who presses alone; anybody may."""

    async def tell(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        rolls = await recall_roll(recall_of(interaction, arguments, seals))
        proof = await proof_text(interaction)
        return details_message(rolls, private_words(interaction), proof)

    async def proof_text(interaction: hikari.ComponentInteraction) -> str:
        """Return the whole digest of what the message shows; empty where there is none to tell."""
        footer = interaction.message.embeds[0].footer
        shown = read_proof_line(footer.text or "") if footer else None
        server = server_of(interaction)
        if shown is None or server is None:
            return ""
        try:
            digest = await find_digest(server, *shown)
        except Unavailable:
            return ""  # all else stands in the message
        return "" if digest is None else digest_text(shown[0], digest, private_words(interaction))

    return tell


async def copy_command(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Show the command of this roll; anybody may."""
    return copy_form(shown_by(interaction), private_words(interaction))


async def close_copy_form(interaction: hikari.ModalInteraction, arguments: str) -> Answer:
    """Take the form back without a word."""
    return NOTHING_NEW


def _edited(
    outcome: Outcome,
    arguments: str,
    interaction: hikari.ComponentInteraction,
    house: House,
) -> Answer:
    """Return an edit of the message whose button was pressed, for those who see it."""
    secret = is_secret(interaction)
    return roll_message(
        replace(outcome, character=character_of(interaction)),
        arguments,
        house.words(is_secret=secret),
        Kind.EDIT,
        is_secret=secret,
        is_compact=house.is_compact and not secret,
    )


def _is_game_master(
    interaction: hikari.ComponentInteraction, provenance: Provenance, house: House
) -> bool:
    """Whether the presser leads the game here; without a server, the roller does."""
    if interaction.member is None:
        return bool(interaction.user.id == provenance.roller)
    return house.leads

"""The buttons below a roll: pick a face, add the plot die, roll again, details, copy.

Which roll a message shows and who made it is Discord's word; what fell stands sealed in the
button, or on record (docs/adr/0005-buttons-carry-their-roll.md).
"""

from __future__ import annotations

from time import perf_counter

import hikari

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.dice.presenter import (
    copy_form,
    details_message,
    roll_edit,
    roll_message,
)
from nazh.adapters.inbound.discord.dice.pressed import (
    arguments_of,
    is_game_master,
    is_secret,
    provenance_of,
    server_of,
    shown_by,
    what_the_button_carries,
)
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.dice.secret_rolls import secret_answer
from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.inbound.discord.door import DoorMeter
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.application.dice.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.pick_plot_face import PickPlotFace, PickRequest
from nazh.application.dice.recall_roll import RecallRequest, RecallRoll
from nazh.application.dice.roll_dice import RollDice, RollRequest
from nazh.domain.dice import Roll, Ruleset
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId


def plot_arguments(
    rolls: tuple[Roll, ...],
    interaction: hikari.CommandInteraction | hikari.ComponentInteraction,
    seals: Seals,
) -> str:
    """Return what the buttons below a new answer to ``interaction`` carry."""
    return arguments_of(rolls, Provenance(interaction.id, interaction.user.id), seals)


def add_plot_button(add_plot_die: AddPlotDie, seals: Seals) -> ButtonAction:
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
        )
        rolls = await add_plot_die(request)
        arguments = arguments_of(rolls, provenance, seals)
        return roll_edit(rolls, arguments, is_secret=is_secret(interaction))

    return add


def pick_button(pick_plot_face: PickPlotFace, seals: Seals) -> ButtonAction:
    """Return the action of the buttons that pick a face: face, place among the repeats, seal."""

    async def pick(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        choice, sealed = arguments[:2], arguments[2:]
        if not (len(choice) == 2 and choice.isascii() and choice.isdigit()):
            raise ForgedButton
        provenance = provenance_of(interaction)
        request = PickRequest(
            origin=RequestId(str(provenance.origin)),
            rolled_by=PlayerId(provenance.roller),
            pressed_by=PlayerId(interaction.user.id),
            face=int(choice[0]),
            place=int(choice[1]),
            is_game_master=is_game_master(interaction, provenance),
            fallen=what_the_button_carries(interaction, sealed, seals),
            where=ChannelId(interaction.channel_id),
            server=server_of(interaction),
        )
        rolls = await pick_plot_face(request)
        arguments = arguments_of(rolls, provenance, seals)
        return roll_edit(rolls, arguments, is_secret=is_secret(interaction))

    return pick


def again_button(
    roll_dice: RollDice,
    ruleset: Ruleset,
    seals: Seals,
    taps: Taps,
    meter: DoorMeter,
    game_master_channel: int | None,
) -> ButtonAction:
    """Return the action of Roll Again: a new roll of the one who presses, whoever he is."""

    async def again(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        provenance_of(interaction)
        shown = shown_by(interaction)
        if taps.is_second(interaction.message.id, interaction.user.id, interaction.id):
            return NOTHING_NEW
        request = RollRequest(
            id=RequestId(str(interaction.id)),
            notation=shown.text,
            by=PlayerId(interaction.user.id),
            where=ChannelId(interaction.channel_id),
            server=server_of(interaction),
            ruleset=ruleset,
        )
        started = perf_counter()
        rolls = await roll_dice(request)
        meter.rolled_in(perf_counter() - started)
        arguments = plot_arguments(rolls, interaction, seals)
        if is_secret(interaction):
            return secret_answer(rolls, arguments, interaction, game_master_channel)
        return roll_message(rolls, arguments)

    return again


def details_button(recall_roll: RecallRoll, seals: Seals) -> ButtonAction:
    """Return the action of Details: every die, for the one who presses alone; anybody may."""

    async def tell(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        request = RecallRequest(
            origin=RequestId(str(provenance_of(interaction).origin)),
            notation=shown_by(interaction).notation,
            fallen=what_the_button_carries(interaction, arguments, seals),
        )
        return details_message(await recall_roll(request))

    return tell


async def copy_command(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Show the command of this roll; anybody may."""
    return copy_form(shown_by(interaction))


async def close_copy_form(interaction: hikari.ModalInteraction, arguments: str) -> Answer:
    """Take the form back without a word."""
    return NOTHING_NEW

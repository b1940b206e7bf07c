"""The buttons below a roll: pick a face, add the plot die, copy the command.

Which roll a message shows and who made it is Discord's word; what fell stands sealed in the
button, or on record (docs/adr/0005-buttons-carry-their-roll.md).
"""

from __future__ import annotations

import hikari

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer
from nazh.adapters.inbound.discord.components import ButtonAction
from nazh.adapters.inbound.discord.dice.presenter import copy_form, roll_edit
from nazh.adapters.inbound.discord.dice.pressed import (
    arguments_of,
    is_game_master,
    provenance_of,
    server_of,
    shown_by,
    what_the_button_carries,
)
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.application.dice.add_plot_die import AddPlotDie, PlotDieRequest
from nazh.application.dice.pick_plot_face import PickPlotFace, PickRequest
from nazh.domain.dice import Roll
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
        return roll_edit(rolls, arguments_of(rolls, provenance, seals))

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
        return roll_edit(rolls, arguments_of(rolls, provenance, seals))

    return pick


async def copy_command(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Show the command of this roll; anybody may."""
    return copy_form(shown_by(interaction))


async def close_copy_form(interaction: hikari.ModalInteraction, arguments: str) -> Answer:
    """Take the form back without a word."""
    return NOTHING_NEW

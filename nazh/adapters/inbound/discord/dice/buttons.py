"""Add Plot Die and Copy Command: buttons that know their roll from the message they hang on."""

from __future__ import annotations

import hikari

from nazh.adapters.inbound.discord.answers import NOTHING_NEW, Answer
from nazh.adapters.inbound.discord.components import (
    CUSTOM_ID_CHARACTERS,
    ButtonAction,
    custom_id,
)
from nazh.adapters.inbound.discord.dice.messages import ShownRoll, read_roll
from nazh.adapters.inbound.discord.dice.presenter import (
    PLOT,
    copy_form,
    roll_edit,
)
from nazh.adapters.inbound.discord.dice.seals import Provenance, Seals
from nazh.adapters.inbound.discord.errors import ForgedButton
from nazh.application.dice.add_plot_die import AddPlotDie, FallenDice, PlotDieRequest
from nazh.domain.dice import Roll
from nazh.domain.kernel.identity import ChannelId, PlayerId, RequestId, ServerId

ON_RECORD = "record"
"""Arguments of a plot button that could not carry its faces; the ledger has to know them."""


def plot_arguments(
    rolls: tuple[Roll, ...], interaction: hikari.CommandInteraction, seals: Seals
) -> str | None:
    """Return what Add Plot Die carries; ``None`` where the roll has a plot die already."""
    plan = rolls[0].throw.plan
    if plan.has_plot_die:
        return None
    faces = tuple(face for roll in rolls for face in roll.throw.faces)
    sealed = seals.seal(
        Provenance(interaction.id, interaction.user.id),
        FallenDice(plan.notation, faces, rolls[0].ruleset),
    )
    return sealed if len(custom_id(PLOT, sealed)) <= CUSTOM_ID_CHARACTERS else ON_RECORD


def add_plot_button(add_plot_die: AddPlotDie, seals: Seals) -> ButtonAction:
    """Return the action of Add Plot Die."""

    async def add(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
        provenance = _provenance(interaction)
        fallen = None
        if arguments != ON_RECORD:
            fallen = seals.open(arguments, provenance, _shown(interaction))
        request = PlotDieRequest(
            origin=RequestId(str(provenance.origin)),
            rolled_by=PlayerId(provenance.roller),
            pressed_by=PlayerId(interaction.user.id),
            fallen=fallen,
            where=ChannelId(interaction.channel_id),
            server=None if interaction.guild_id is None else ServerId(interaction.guild_id),
        )
        return roll_edit(await add_plot_die(request))

    return add


async def copy_command(interaction: hikari.ComponentInteraction, arguments: str) -> Answer:
    """Show the command of this roll; anybody may."""
    return copy_form(_shown(interaction))


async def close_copy_form(interaction: hikari.ModalInteraction, arguments: str) -> Answer:
    """Take the form back without a word."""
    return NOTHING_NEW


def _provenance(interaction: hikari.ComponentInteraction) -> Provenance:
    """Return which roll the message shows and whose, by Discord's word."""
    message = interaction.message
    metadata = message.interaction_metadata
    if metadata is None or message.author.id != interaction.application_id:
        raise ForgedButton
    return Provenance(metadata.interaction_id, metadata.user.id)


def _shown(interaction: hikari.ComponentInteraction) -> ShownRoll:
    embeds = interaction.message.embeds
    shown = read_roll((embeds[0].description if embeds else None) or "")
    if not shown.notations:
        raise ForgedButton
    return shown

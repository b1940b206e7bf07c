"""The command ``/military disband``, which asks before it disbands many units."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.overviews import MILITARY
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    read_member,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion import units as texts
from nazh.application.dominion.military.change_units import DisbandUnits
from nazh.application.dominion.military.preview_disbanding import PreviewDisbanding
from nazh.domain.dominion.nations.units import UnitType

DISBAND_NOW: Final = "disband_now"
_MAX_QUANTITY: Final = 10**6
_UNITS: Final = [lightbulb.Choice(unit.value, unit.value) for unit in UnitType]


def disband_command(
    preview: PreviewDisbanding, disband: DisbandUnits
) -> type[lightbulb.SlashCommand]:
    """Return the command, which asks before it disbands more than a quarter of the units."""

    class Disband(
        lightbulb.SlashCommand,
        name="disband",
        description="Disband units (for the leader and the commander).",
    ):
        unit = lightbulb.string("unit", "Which units", choices=_UNITS)
        quantity = lightbulb.integer("quantity", "How many", min_value=1, max_value=_MAX_QUANTITY)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            unit = UnitType(self.unit)
            expected = await preview(requester_of(interaction), unit, self.quantity)
            if not expected.is_large:
                return await _disband(disband, interaction, unit, self.quantity)
            translator = private_translator(interaction)
            arguments = f"{unit.value}-{self.quantity}-{expected.of}"
            return private(
                texts.disband_question(expected, translator),
                action_button(translator(texts.DISBAND), DISBAND_NOW, arguments, style=DANGER),
                action_button(translator(texts.KEEP_UNITS), MILITARY),
            )

    return Disband


def disband_button(disband: DisbandUnits) -> ButtonAction:
    """Return the action of Disband, which confirms disbanding the units."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        name, _, numbers = arguments.partition("-")
        quantity, _, of = numbers.partition("-")
        unit = read_member(name, UnitType)
        return await _disband(disband, interaction, unit, read_number(quantity), read_number(of))

    return press


async def _disband(
    disband: DisbandUnits,
    interaction: UserInteraction,
    unit: UnitType,
    quantity: int,
    of: int | None = None,
) -> Response:
    result = await disband(requester_of(interaction), unit, quantity, of)
    translator = private_translator(interaction)
    return public(texts.disbanded_text(result, unit, quantity, translator))

"""The command ``/military``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.military.disbanding import disband_command
from nazh.adapters.inbound.discord.dominion.military.views import advise_command, compare_command
from nazh.adapters.inbound.discord.dominion.overviews import MILITARY, Overviews, overview
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import public
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion import units as texts
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.build_units import BuildUnits, CancelOrder
from nazh.application.dominion.military.change_units import DisbandUnits, UpgradeUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.application.dominion.military.prepare_for_war import FortifyNation, MobilizeNation
from nazh.application.dominion.military.preview_disbanding import PreviewDisbanding
from nazh.application.dominion.ports import NationDirectory
from nazh.domain.dominion.nations.units import UnitType

_UNITS: Final = [lightbulb.Choice(unit.value, unit.value) for unit in UnitType]
_MAX_QUANTITY: Final = 10**6
_MAX_NUMBER: Final = 10**6


@dataclass(frozen=True, slots=True)
class MilitaryUseCases:
    """The use cases behind the subcommands of ``/military``."""

    overviews: Overviews
    build: BuildUnits
    cancel: CancelOrder
    preview_disbanding: PreviewDisbanding
    disband: DisbandUnits
    upgrade: UpgradeUnits
    fortify: FortifyNation
    mobilize: MobilizeNation
    advise: AdviseUnits
    compare: CompareMilitaries
    nations: NationDirectory


def military_group(use_cases: MilitaryUseCases) -> lightbulb.Group:
    """Return the command ``/military`` with its subcommands."""
    group = lightbulb.Group("military", "The nation's units.", **IN_GUILDS)
    for command in (
        _status_command(use_cases.overviews),
        _build_command(use_cases.build),
        _cancel_command(use_cases.cancel),
        disband_command(use_cases.preview_disbanding, use_cases.disband),
        _upgrade_command(use_cases.upgrade),
        _fortify_command(use_cases.fortify),
        _mobilize_command(use_cases.mobilize),
        advise_command(use_cases.advise),
        compare_command(use_cases.compare, use_cases.nations),
    ):
        group.register(command)
    return group


def _status_command(overviews: Overviews) -> type[lightbulb.SlashCommand]:
    class Status(
        lightbulb.SlashCommand,
        name="status",
        description="Show the units and open orders (for citizens).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await overview(overviews, interaction, MILITARY)

    return Status


def _build_command(build: BuildUnits) -> type[lightbulb.SlashCommand]:
    class Build(
        lightbulb.SlashCommand,
        name="build",
        description="Order units (for the leader and the commander).",
    ):
        unit = lightbulb.string("unit", "Which units", choices=_UNITS)
        quantity = lightbulb.integer("quantity", "How many", min_value=1, max_value=_MAX_QUANTITY)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            unit = UnitType(self.unit)
            result = await build(requester_of(interaction), unit, self.quantity)
            return public(texts.ordered_text(result, unit, private_translator(interaction)))

    return Build


def _cancel_command(cancel: CancelOrder) -> type[lightbulb.SlashCommand]:
    class Cancel(
        lightbulb.SlashCommand, name="cancel", description="Cancel an open order (for the leader)."
    ):
        number = lightbulb.integer(
            "id", "The number of the order", min_value=1, max_value=_MAX_NUMBER
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            result = await cancel(requester_of(interaction), self.number)
            return public(texts.cancelled_text(result, private_translator(interaction)))

    return Cancel


def _upgrade_command(upgrade: UpgradeUnits) -> type[lightbulb.SlashCommand]:
    class Upgrade(
        lightbulb.SlashCommand,
        name="upgrade",
        description="Upgrade a type of unit (for the leader and the commander).",
    ):
        unit = lightbulb.string("unit", "Which units", choices=_UNITS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            unit = UnitType(self.unit)
            result = await upgrade(requester_of(interaction), unit)
            return public(texts.upgraded_text(result, unit, private_translator(interaction)))

    return Upgrade


def _fortify_command(fortify: FortifyNation) -> type[lightbulb.SlashCommand]:
    class Fortify(
        lightbulb.SlashCommand,
        name="fortify",
        description="Fortify the nation until its next battle (for the leader and the commander).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            result = await fortify(requester_of(interaction))
            return public(texts.fortified_text(result, private_translator(interaction)))

    return Fortify


def _mobilize_command(mobilize: MobilizeNation) -> type[lightbulb.SlashCommand]:
    class Mobilize(
        lightbulb.SlashCommand,
        name="mobilize",
        description="Build faster for a while (for the leader and the commander).",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            result = await mobilize(requester_of(interaction))
            return public(texts.mobilized_text(result, private_translator(interaction)))

    return Mobilize

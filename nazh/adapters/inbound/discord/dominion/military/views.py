"""The subcommands of ``/military`` that advise on units and compare them with other nations."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.nations.options import nation_names, nation_option
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.military import advice_text, military_comparison_text
from nazh.application.dominion.military.advise_units import AdviseUnits
from nazh.application.dominion.military.compare_militaries import CompareMilitaries
from nazh.application.dominion.ports import NationDirectory

_MAX_BUDGET: Final = 10**9


def advise_command(advise: AdviseUnits) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``advise``."""

    class Advise(
        lightbulb.SlashCommand,
        name="advise",
        description="Advise on units and the next order (for the leader and the commander).",
    ):
        budget = lightbulb.integer(
            "budget",
            "What to spend (the whole stock)",
            default=None,
            min_value=1,
            max_value=_MAX_BUDGET,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            advice = await advise(requester_of(interaction), self.budget)
            return private(advice_text(advice, private_translator(interaction)))

    return Advise


def compare_command(
    compare: CompareMilitaries, nations: NationDirectory
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``compare``."""

    class CompareStrengths(
        lightbulb.SlashCommand,
        name="compare",
        description="Compare the strength with that of a nation (for citizens).",
    ):
        nation = nation_option(nation_names(nations, has_own=False))

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _compare(compare, interaction, self.nation)

    return CompareStrengths


def compare_button(compare: CompareMilitaries) -> ButtonAction:
    """Return the action of Compare, below another nation."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _compare(compare, interaction, arguments)

    return press


async def _compare(
    compare: CompareMilitaries, interaction: UserInteraction, nation: str
) -> Response:
    comparison = await compare(requester_of(interaction), nation)
    return private(military_comparison_text(comparison, private_translator(interaction)))

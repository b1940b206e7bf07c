"""The command with which developers simulate a battle between two nations."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.nations.options import LONGEST_NAME, nation_names
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import private
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion.operations.simulations import simulation_text
from nazh.application.dominion.operations.simulate_battle import MAX_BATTLES, SimulateBattle
from nazh.application.dominion.ports import NationDirectory

_DEFAULT_BATTLES: Final = 1_000


def simulate_command(
    simulate: SimulateBattle, directory: NationDirectory
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``simulate``."""
    names = nation_names(directory)

    class Simulate(
        lightbulb.SlashCommand,
        name="simulate",
        description="Show how a battle of two nations would end now; nothing changes.",
    ):
        aggressor = lightbulb.string(
            "aggressor", "The nation that attacks", max_length=LONGEST_NAME, autocomplete=names
        )
        defender = lightbulb.string(
            "defender", "The nation that defends", max_length=LONGEST_NAME, autocomplete=names
        )
        battles = lightbulb.integer(
            "battles",
            f"How many to draw to estimate the winner's losses ({_DEFAULT_BATTLES})",
            default=_DEFAULT_BATTLES,
            min_value=1,
            max_value=MAX_BATTLES,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            simulation = await simulate(requester, self.aggressor, self.defender, self.battles)
            return private(simulation_text(simulation, private_translator(interaction)))

    return Simulate

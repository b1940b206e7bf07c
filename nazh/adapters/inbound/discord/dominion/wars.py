"""The command ``/war``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import requester_of
from nazh.adapters.inbound.discord.dominion.war_declarations import (
    DECLARE_NOW,
    declare_button,
    declare_command,
)
from nazh.adapters.inbound.discord.dominion.war_endings import (
    WarEnding,
    ending_button,
    ending_command,
)
from nazh.adapters.inbound.discord.dominion.war_options import (
    LARGEST_NUMBER,
    WarNumbers,
    own_open_wars,
)
from nazh.adapters.inbound.discord.embed_responses import public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion import wars as texts
from nazh.application.dominion.ports import NationDirectory, WarDirectory
from nazh.application.dominion.wars.answer_war import AcceptWar
from nazh.application.dominion.wars.declare_war import DeclareWar
from nazh.application.dominion.wars.plan_declaration import PlanDeclaration

ACCEPT_NOW: Final = "war_accept_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class WarUseCases:
    """What the subcommands of ``/war`` and the buttons below them run."""

    nations: NationDirectory
    wars: WarDirectory
    plan_declaration: PlanDeclaration
    declare: DeclareWar
    accept: AcceptWar
    endings: tuple[WarEnding, ...]


def war_group(use_cases: WarUseCases) -> lightbulb.Group:
    """Return the command ``/war`` with its subcommands."""
    group = lightbulb.Group("war", "The nation's wars.", **IN_GUILDS)
    numbers = own_open_wars(use_cases.wars)
    group.register(declare_command(use_cases.plan_declaration, use_cases.nations))
    group.register(_accept_command(use_cases.accept, numbers))
    for ending in use_cases.endings:
        group.register(ending_command(ending, numbers))
    return group


def war_buttons(use_cases: WarUseCases) -> Mapping[str, ButtonAction]:
    """Return the actions of all buttons about wars, by their names."""
    return {
        DECLARE_NOW: declare_button(use_cases.declare),
        ACCEPT_NOW: _accept_button(use_cases.accept),
        **{one.action: ending_button(one) for one in use_cases.endings},
    }


def _accept_command(accept: AcceptWar, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    class Accept(
        lightbulb.SlashCommand, name="accept", description="Accept a war (for the leader)."
    ):
        war = lightbulb.integer(
            "war",
            "The number of the war",
            min_value=1,
            max_value=LARGEST_NUMBER,
            autocomplete=numbers,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _accept(accept, interaction, self.war)

    return Accept


def _accept_button(accept: AcceptWar) -> ButtonAction:
    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _accept(accept, interaction, read_number(arguments))

    return press


async def _accept(accept: AcceptWar, interaction: UserInteraction, war: int) -> Response:
    done = await accept(requester_of(interaction), war)
    return public(texts.accepted_text(done, private_translator(interaction)))

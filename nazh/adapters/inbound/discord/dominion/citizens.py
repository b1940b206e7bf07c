"""The command ``/citizen``, and the button with which citizens contribute."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import (
    action_button,
    private,
    requester_of,
)
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.texts.dominion import nations as texts
from nazh.application.dominion.citizens.contribute_resources import ContributeResources
from nazh.application.dominion.citizens.leave_nation import LeaveNation
from nazh.application.dominion.citizens.register_citizen import RegisterCitizen

CONTRIBUTE: Final = "contribute"


def citizen_group(
    register: RegisterCitizen, leave: LeaveNation, contribute: ContributeResources
) -> lightbulb.Group:
    """Return the command ``/citizen`` with its subcommands."""
    group = lightbulb.Group("citizen", "Your citizenship in Dominion.", **IN_GUILDS)

    @group.register
    class Register(
        lightbulb.SlashCommand, name="register", description="Become a citizen of the nation."
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            joined = await register(requester_of(interaction))
            translator = private_translator(interaction)
            contribution = action_button(translator(texts.CONTRIBUTE), CONTRIBUTE)
            return private(texts.joined_text(joined, translator), contribution)

    @group.register
    class Leave(
        lightbulb.SlashCommand,
        name="leave",
        description="Leave the nation; your points are lost.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            left = await leave(requester_of(interaction))
            return private(texts.left_text(left, private_translator(interaction)))

    @group.register
    class Contribute(
        lightbulb.SlashCommand,
        name="contribute",
        description="Add to the nation's treasury, every few hours.",
    ):
        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _contribute(contribute, interaction)

    return group


def contribute_button(contribute: ContributeResources) -> ButtonAction:
    """Return the action of Contribute, for whoever presses it."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        return await _contribute(contribute, interaction)

    return press


async def _contribute(contribute: ContributeResources, interaction: UserInteraction) -> Response:
    given = await contribute(requester_of(interaction))
    return private(texts.contributed_text(given, private_translator(interaction)))

"""The subcommand ``/war support``, and the button that confirms it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import action_button, requester_of
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.wars.options import MAX_NUMBER
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.government import NOT_NOW
from nazh.adapters.inbound.texts.dominion.wars import support as texts
from nazh.application.dominion.wars.support_war import PreviewSupport, SupportWar
from nazh.domain.dominion.combat.sides import Role

SUPPORT_NOW: Final = "war_support_now"
_SIDES: Final = [lightbulb.Choice(role.value, role.value) for role in Role]


@dataclass(frozen=True, slots=True)
class SupportUseCases:
    """The use cases behind ``/war support`` and its button."""

    preview: PreviewSupport
    support: SupportWar


def with_support_command(group: lightbulb.Group, use_cases: SupportUseCases) -> lightbulb.Group:
    """Return ``/war`` with the subcommand that asks whether to support a side."""

    @group.register
    class Support(
        lightbulb.SlashCommand,
        name="support",
        description="Support a side in a war of other nations (for the leader).",
    ):
        war = lightbulb.integer("war", "The number of the war", min_value=1, max_value=MAX_NUMBER)
        side = lightbulb.string("side", "Which side", choices=_SIDES)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            role = Role(self.side)
            preview = await use_cases.preview(requester_of(interaction), self.war, role)
            translator = private_translator(interaction)
            arguments = f"{role.value}:{preview.war}"
            return private(
                texts.support_question(preview, translator),
                action_button(translator(texts.SUPPORT), SUPPORT_NOW, arguments, style=DANGER),
                action_button(translator(NOT_NOW), NATION),
            )

    return group


def support_button(use_cases: SupportUseCases) -> ButtonAction:
    """Return the action of Support, which confirms the commitment."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        side, _, number = arguments.partition(":")
        try:
            role = Role(side)
        except ValueError as error:
            raise InvalidComponent from error
        result = await use_cases.support(requester_of(interaction), read_number(number), role)
        return public(texts.supported_text(result, private_translator(interaction)))

    return press

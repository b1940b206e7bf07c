"""The subcommand ``/war support``, and the buttons that ask for it and confirm it."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.options import (
    ASK_TO_SUPPORT,
    SHOW_WAR,
    WarNumbers,
    war_option,
)
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import (
    ButtonAction,
    read_member,
    read_number,
)
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.wars import support as texts
from nazh.application.dominion.wars.support_war import PreviewSupport, SupportWar
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.kernel.errors import Refusal

SUPPORT_NOW: Final = "war_support_now"
_SIDES: Final = [lightbulb.Choice(role.value, role.value) for role in Role]


def support_command(preview: PreviewSupport, numbers: WarNumbers) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``support``, which asks for confirmation."""

    class Support(
        lightbulb.SlashCommand,
        name="support",
        description="Support a side in a war of other nations (for the leader).",
    ):
        war = war_option(numbers)
        side = lightbulb.string("side", "Which side", choices=_SIDES)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            return await _question(preview, interaction, self.war, Role(self.side))

    return Support


def ask_to_support_button(preview: PreviewSupport) -> ButtonAction:
    """Return the action of Support on the page of a war, which asks for confirmation."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        number, role = _read(arguments)
        return await _question(preview, interaction, number, role)

    return press


def support_button(support: SupportWar) -> ButtonAction:
    """Return the action of Support, which confirms the commitment."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        number, role = _read(arguments)
        result = await support(requester_of(interaction), number, role)
        return public(texts.supported_text(result, private_translator(interaction)))

    return press


async def support_buttons(
    preview: PreviewSupport, interaction: UserInteraction, war: int
) -> tuple[Json, ...]:
    """Return a button for each side of a war that the user's nation can support now."""
    requester, translator = requester_of(interaction), private_translator(interaction)
    buttons: list[Json] = []
    for role in Role:
        try:
            pledged = await preview(requester, war, role)
        except Refusal:
            continue
        label = translator(texts.SUPPORT_NATION, nation=pledged.supported)
        buttons.append(action_button(label, ASK_TO_SUPPORT, f"{role.value}:{war}"))
    return tuple(buttons)


async def _question(
    preview_support: PreviewSupport, interaction: UserInteraction, war: int, role: Role
) -> Response:
    preview = await preview_support(requester_of(interaction), war, role)
    translator = private_translator(interaction)
    arguments = f"{role.value}:{preview.war}"
    return private(
        texts.support_question(preview, translator),
        action_button(translator(texts.SUPPORT), SUPPORT_NOW, arguments, style=DANGER),
        action_button(translator(NOT_NOW), SHOW_WAR, str(preview.war)),
    )


def _read(arguments: str) -> tuple[int, Role]:
    side, _, number = arguments.partition(":")
    return read_number(number), read_member(side, Role)

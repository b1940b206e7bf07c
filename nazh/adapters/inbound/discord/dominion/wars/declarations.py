"""Declares war, after showing the odds and what it would cost and bring (WAR-04)."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.nations.options import nation_names, nation_option
from nazh.adapters.inbound.discord.dominion.overviews import NATION
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.dominion.wars.options import SHOW_WAR
from nazh.adapters.inbound.discord.embed_responses import private, public
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_member
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Response
from nazh.adapters.inbound.discord.ui import DANGER
from nazh.adapters.inbound.texts.dominion.buttons import NOT_NOW
from nazh.adapters.inbound.texts.dominion.wars import declarations as texts
from nazh.adapters.inbound.texts.dominion.wars.pages import WAR
from nazh.application.dominion.ports import NationDirectory
from nazh.application.dominion.wars.declare_war import DeclarationRequest, DeclareWar
from nazh.application.dominion.wars.preview_declaration import (
    DeclarationPreview,
    PreviewDeclaration,
)
from nazh.domain.dominion.wars.war import CasusBelli

DECLARE_NOW: Final = "war_declare_now"
_REASONS: Final = [
    lightbulb.Choice(casus_belli.value, casus_belli.value) for casus_belli in CasusBelli
]
_BREAKS, _KEEPS = "breaks", "keeps"


def declare_command(
    preview_declaration: PreviewDeclaration, nations: NationDirectory
) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``declare``, which asks for confirmation."""

    class Declare(
        lightbulb.SlashCommand,
        name="declare",
        description="Declare war on a nation (for the leader and the commander).",
    ):
        nation = nation_option(nation_names(nations, has_own=False), "The nation to attack")
        reason = lightbulb.string("reason", "Why", default=None, choices=_REASONS)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            reason = CasusBelli.NONE if self.reason is None else CasusBelli(self.reason)
            request = DeclarationRequest(self.nation, reason)
            return await _question(preview_declaration, interaction, request)

    return Declare


def ask_to_declare_button(preview_declaration: PreviewDeclaration) -> ButtonAction:
    """Return the action of Declare War below another nation, which asks for confirmation."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        request = DeclarationRequest(arguments, CasusBelli.NONE)
        return await _question(preview_declaration, interaction, request)

    return press


def declare_button(declare: DeclareWar) -> ButtonAction:
    """Return the action of Declare War, which confirms the declaration."""

    async def press(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        result = await declare(requester_of(interaction), _read(arguments))
        translator = private_translator(interaction)
        page = action_button(translator(WAR), SHOW_WAR, str(result.war))
        return public(texts.declared_text(result, translator), page)

    return press


async def _question(
    preview_declaration: PreviewDeclaration,
    interaction: UserInteraction,
    request: DeclarationRequest,
) -> Response:
    preview = await preview_declaration(requester_of(interaction), request)
    translator = private_translator(interaction)
    return private(
        texts.declaration_question(preview, translator),
        action_button(translator(texts.DECLARE), DECLARE_NOW, _arguments(preview), style=DANGER),
        action_button(translator(NOT_NOW), NATION),
    )


def _arguments(preview: DeclarationPreview) -> str:
    """Return the declaration as arguments of a button. Names contain no colons."""
    breaks = _BREAKS if preview.breaks_treaties else _KEEPS
    return f"{preview.reason.value}:{breaks}:{preview.defender}"


def _read(arguments: str) -> DeclarationRequest:
    reason, _, breaks_and_nation = arguments.partition(":")
    breaks, _, nation = breaks_and_nation.partition(":")
    if breaks not in (_BREAKS, _KEEPS):
        raise InvalidComponent
    return DeclarationRequest(nation, read_member(reason, CasusBelli), breaks == _BREAKS)

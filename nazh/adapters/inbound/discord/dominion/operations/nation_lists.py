"""The command with which developers list nations, and its page buttons."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.guards import DEVELOPER_PREFIX
from nazh.adapters.inbound.discord.dominion.list_pages import page_buttons, page_option, read_page
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.texts.dominion.operations import nation_lists as texts
from nazh.application.dominion.operations.list_nations import ListNations

LIST_PAGE: Final = f"{DEVELOPER_PREFIX}nations"
_LAST_PAGE: Final = 50_000
"""A million nations; later pages do not exist."""


def list_command(list_nations: ListNations) -> type[lightbulb.SlashCommand]:
    """Return the subcommand ``list``."""

    class List(lightbulb.SlashCommand, name="list", description="List all nations."):
        page = page_option(_LAST_PAGE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text, buttons = await _list_page(list_nations, interaction, self.page)
            return private(text, *buttons)

    return List


def list_button(list_nations: ListNations) -> ButtonAction:
    """Return the action of Previous and Next, which turns the page of the list."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        page = read_page(arguments, _LAST_PAGE)
        text, buttons = await _list_page(list_nations, interaction, page)
        return edited(text, *buttons)

    return turn


async def _list_page(
    list_nations: ListNations, interaction: UserInteraction, page: int
) -> tuple[str, tuple[Json, ...]]:
    nation_list = await list_nations(requester_of(interaction), page)
    translator = private_translator(interaction)
    is_last = nation_list.is_last or page >= _LAST_PAGE
    buttons = page_buttons(LIST_PAGE, page, translator, is_last=is_last)
    return texts.nations_text(nation_list, translator), tuple(buttons)

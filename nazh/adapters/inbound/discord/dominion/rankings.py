"""The command ``/rank``, and the buttons that turn the pages of a ranking."""

from __future__ import annotations

from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.messages import action_button, requester_of
from nazh.adapters.inbound.discord.dominion.nations import (
    LONGEST_NAME,
    nation_named,
    nation_names,
)
from nazh.adapters.inbound.discord.dominion.overviews import BOARD, NATION, SHOW
from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.texts.dominion import nations as texts
from nazh.application.dominion.ports import Boards, NationDirectory
from nazh.domain.dominion.errors import NoNation

_LENGTH: Final = 25
_LAST_PAGE: Final = 4_000
"""A hundred thousand nations; later pages would only cost time."""


def rank_group(boards: Boards, directory: NationDirectory) -> lightbulb.Group:
    """Return the command ``/rank`` with its subcommands."""
    group = lightbulb.Group("rank", "The rankings of Dominion.", **IN_GUILDS)

    @group.register
    class Board(lightbulb.SlashCommand, name="board", description="Show the strongest nations."):
        page = lightbulb.integer(
            "page", "Which page (1)", default=1, min_value=1, max_value=_LAST_PAGE
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text, buttons = await _board_page(boards, directory, interaction, self.page)
            return private(text, *buttons)

    @group.register
    class Place(lightbulb.SlashCommand, name="nation", description="Show the place of a nation."):
        nation = lightbulb.string(
            "nation",
            "Which one (this server's)",
            default=None,
            max_length=LONGEST_NAME,
            autocomplete=nation_names(directory),
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            if self.nation is not None:
                found = await nation_named(directory, self.nation)
            else:
                own = await directory.of_guild(requester_of(interaction).guild)
                if own is None:
                    raise NoNation
                found = own
            return private(texts.place_text(found, private_translator(interaction)))

    return group


def board_button(boards: Boards, directory: NationDirectory) -> ButtonAction:
    """Return the action of Stronger and Weaker, which turns the page of a board."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        page = read_number(arguments)
        if not 1 <= page <= _LAST_PAGE:
            raise InvalidComponent
        text, buttons = await _board_page(boards, directory, interaction, page)
        return edited(text, *buttons)

    return turn


async def _board_page(
    boards: Boards, directory: NationDirectory, interaction: UserInteraction, page: int
) -> tuple[str, tuple[Json, ...]]:
    found = await boards.strongest(_LENGTH + 1, (page - 1) * _LENGTH)
    own = await directory.of_guild(requester_of(interaction).guild)
    translator = private_translator(interaction)
    buttons: list[Json] = []
    if page > 1:
        buttons.append(action_button(translator(texts.STRONGER), BOARD, str(page - 1)))
    if len(found) > _LENGTH and page < _LAST_PAGE:
        buttons.append(action_button(translator(texts.WEAKER), BOARD, str(page + 1)))
    if own is not None:
        buttons.append(action_button(translator(texts.NATION), SHOW, NATION))
    text = texts.board_text(found[:_LENGTH], own, translator, is_first=page == 1)
    return text, tuple(buttons)

"""The command ``/rank``, and the buttons that lead to other boards and pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.list_pages import page_option, read_page
from nazh.adapters.inbound.discord.dominion.nations.options import (
    nation_names,
    optional_nation_option,
)
from nazh.adapters.inbound.discord.dominion.overviews import BOARD, NATION, PICTURE
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import IN_GUILDS, handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_member
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.discord.ui import PRIMARY, SECONDARY
from nazh.adapters.inbound.texts.dominion import rankings as texts
from nazh.adapters.inbound.texts.dominion.nations.nations import NATION as NATION_NAME
from nazh.adapters.inbound.texts.dominion.nations.nations import RANKING
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.nations.named_nation import named_or_own_nation
from nazh.application.dominion.ports import BoardPage, Boards, NationDirectory, PublicNation
from nazh.domain.dominion.rankings.boards import PAGE, Board, Division

_LAST_PAGE: Final = 40_000
"""A million nations; later pages do not exist."""
_BOARDS: Final = [lightbulb.Choice(board.value, board.value) for board in Board]
_DIVISIONS: Final = [lightbulb.Choice(division.value, division.value) for division in Division]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page of a board, as the buttons below it name it."""

    number: int
    board: Board = Board.POWER
    division: Division | None = None

    @classmethod
    def parse(cls, arguments: str) -> Wanted:
        """Parse the arguments of a button. Raises InvalidComponent."""
        number, _, board_and_division = arguments.partition(".")
        board, _, division = board_and_division.partition(".")
        return cls(
            read_page(number, _LAST_PAGE),
            read_member(board, Board) if board else Board.POWER,
            read_member(division, Division) if division else None,
        )

    def __str__(self) -> str:
        division = "" if self.division is None else f".{self.division.value}"
        return f"{self.number}.{self.board.value}{division}"


def rank_group(boards: Boards, directory: NationDirectory) -> lightbulb.Group:
    """Return the command ``/rank`` with its subcommands."""
    group = lightbulb.Group("rank", "The rankings of Dominion.", **IN_GUILDS)

    @group.register
    class OnBoard(
        lightbulb.SlashCommand, name="board", description="Show the highest-ranked nations."
    ):
        kind = lightbulb.string(
            "type", "What counts (power)", choices=_BOARDS, default=Board.POWER.value
        )
        division = lightbulb.string(
            "division", "Only nations of a size", choices=_DIVISIONS, default=None
        )
        page = page_option(_LAST_PAGE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            division = None if self.division is None else Division(self.division)
            wanted = Wanted(self.page, Board(self.kind), division)
            text, buttons = await _board_page(boards, directory, interaction, wanted)
            return private(text, *buttons)

    @group.register
    class Places(lightbulb.SlashCommand, name="nation", description="Show the places of a nation."):
        nation = optional_nation_option(nation_names(directory))

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            nation = await named_or_own_nation(
                directory, self.nation, requester_of(interaction).guild
            )
            translator = private_translator(interaction)
            board = action_button(translator(RANKING), BOARD, str(_page_with(nation)))
            return private(texts.place_text(nation, translator), board)

    return group


def _page_with(nation: PublicNation) -> Wanted:
    """Return the page of the board of power on which a nation is, or the first one."""
    places = nation.places
    return Wanted(1 if places is None else -(-places.places[Board.POWER].place // PAGE))


def board_button(boards: Boards, directory: NationDirectory) -> ButtonAction:
    """Return the action of the buttons that show another board, or another page of it."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        wanted = Wanted.parse(arguments)
        text, buttons = await _board_page(boards, directory, interaction, wanted)
        return edited(text, *buttons)

    return turn


async def _board_page(
    boards: Boards, directory: NationDirectory, interaction: UserInteraction, wanted: Wanted
) -> tuple[str, tuple[Json, ...]]:
    page = await boards.page(wanted.board, wanted.division, wanted.number)
    own = await directory.of_guild(requester_of(interaction).guild)
    translator = private_translator(interaction)
    buttons = _board_buttons(wanted, page, translator)
    if own is not None:
        buttons = (*buttons, action_button(translator(NATION_NAME), NATION))
    return texts.board_text(wanted.board, wanted.division, page, own, translator), buttons


def _board_buttons(
    wanted: Wanted, page: BoardPage | None, translator: Translator
) -> tuple[Json, ...]:
    """Return a button for each board, which fill a row, and the buttons of the adjacent pages.

    The button of the shown board leads to the shown page, because Discord rejects a message in
    which two buttons have the same custom_id, such as this one and Higher Places on page 2.
    """
    if page is None:
        return ()
    buttons = [
        action_button(
            translator(name),
            BOARD,
            str(wanted if board is wanted.board else replace(wanted, number=1, board=board)),
            style=PRIMARY if board is wanted.board else SECONDARY,
        )
        for board, name in texts.BOARD_NAMES.items()
    ]
    if wanted.number > 1:
        last = max(1, -(-page.nations // PAGE))
        before = replace(wanted, number=min(wanted.number - 1, last))
        buttons.append(action_button(translator(texts.HIGHER), BOARD, str(before)))
    if page.nations > wanted.number * PAGE:
        after = replace(wanted, number=wanted.number + 1)
        buttons.append(action_button(translator(texts.LOWER), BOARD, str(after)))
    if page.rows:
        buttons.append(action_button(translator(texts.PICTURE), PICTURE, str(wanted)))
    return tuple(buttons)

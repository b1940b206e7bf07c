"""The commands that compare nations and show their statistics, and the buttons that draw them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import hikari
import lightbulb

from nazh.adapters.inbound.discord.chart_responses import Section, chart_response
from nazh.adapters.inbound.discord.dominion.buttons import action_button
from nazh.adapters.inbound.discord.dominion.list_pages import page_buttons, page_option, read_page
from nazh.adapters.inbound.discord.dominion.nations.options import (
    LONGEST_NAME,
    nation_names,
    optional_nation_option,
)
from nazh.adapters.inbound.discord.dominion.overviews import CHART
from nazh.adapters.inbound.discord.dominion.rankings import Wanted
from nazh.adapters.inbound.discord.dominion.requesters import requester_of
from nazh.adapters.inbound.discord.embed_responses import edited, private
from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.commands import handler
from nazh.adapters.inbound.discord.interactions.component_router import ButtonAction, read_number
from nazh.adapters.inbound.discord.interactions.languages import private_translator
from nazh.adapters.inbound.discord.interactions.responses import Json, Response
from nazh.adapters.inbound.texts.dominion import charts as chart_texts
from nazh.adapters.inbound.texts.dominion.nations import statistics as texts
from nazh.adapters.inbound.texts.dominion.nations.nations import CHART as CHART_LABEL
from nazh.adapters.inbound.texts.dominion.pages import NEWER, OLDER
from nazh.adapters.inbound.texts.dominion.rankings import board_text
from nazh.application.dominion.nations.look_at_nation import LookAsMember
from nazh.application.dominion.nations.named_nation import named_nation, named_or_own_nation
from nazh.application.dominion.nations.show_statistics import ShowStatistics
from nazh.application.dominion.ports import (
    Boards,
    Histories,
    NationDirectory,
    PublicNation,
    Timelines,
)
from nazh.application.shared.charts import ChartRenderer
from nazh.domain.dominion.errors.general import NoNation, SameNation, UnknownNation
from nazh.domain.dominion.names.names import LENGTHS
from nazh.domain.dominion.rankings.boards import PAGE
from nazh.domain.kernel.identity import GuildId

NAMES: Final = "names"
TIMELINE: Final = "timeline"
_LAST_PAGE: Final = 100
"""Names are read from the first page on, so later pages would be slow."""


@dataclass(frozen=True, slots=True)
class StatisticsUseCases:
    """The use cases that show, compare and draw nations."""

    look_as_member: LookAsMember
    statistics: ShowStatistics
    directory: NationDirectory
    boards: Boards
    histories: Histories
    timelines: Timelines
    charts: ChartRenderer


def add_statistics_commands(group: lightbulb.Group, use_cases: StatisticsUseCases) -> None:
    """Add the subcommands that compare nations and show what they have done to ``/nation``."""
    directory = use_cases.directory
    names: Final = nation_names(directory)

    @group.register
    class Statistics(
        lightbulb.SlashCommand,
        name="statistics",
        description="Show what a nation has done in this season.",
    ):
        nation = optional_nation_option(names)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            nation = await named_or_own_nation(
                directory, self.nation, requester_of(interaction).guild
            )
            translator = private_translator(interaction)
            shown = await use_cases.statistics(nation)
            chart = action_button(translator(CHART_LABEL), CHART, str(nation.guild))
            return private(texts.statistics_text(shown, translator), chart)

    @group.register
    class Compare(
        lightbulb.SlashCommand,
        name="compare",
        description="Compare two nations on all boards (for citizens).",
    ):
        first = lightbulb.string("a", "One nation", max_length=LONGEST_NAME, autocomplete=names)
        second = lightbulb.string(
            "b",
            "Another one (this server's)",
            default=None,
            max_length=LONGEST_NAME,
            autocomplete=names,
        )

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            requester = requester_of(interaction)
            view = await use_cases.look_as_member(requester)
            first = await named_nation(directory, self.first)
            second = await named_or_own_nation(directory, self.second, requester.guild)
            if first.id == second.id:
                raise SameNation
            strength = view.nation.military.strength(view.season.rules.military)
            strengths, translator = {view.nation.guild: strength}, private_translator(interaction)
            return private(texts.comparison_text(first, second, strengths, translator))

    @group.register
    class History(
        lightbulb.SlashCommand, name="history", description="Show what has happened to a nation."
    ):
        nation = optional_nation_option(names)
        page = page_option(_LAST_PAGE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            nation = await named_or_own_nation(
                directory, self.nation, requester_of(interaction).guild
            )
            text, buttons = await _timeline_page(use_cases, interaction, nation, self.page)
            return private(text, *buttons)

    @group.register
    class List(lightbulb.SlashCommand, name="list", description="Show the names of all nations."):
        begins = lightbulb.string(
            "filter", "How the names begin", default="", max_length=LENGTHS[-1]
        )
        page = page_option(_LAST_PAGE)

        @handler
        async def respond(self, interaction: hikari.CommandInteraction) -> Response:
            text, buttons = await _names_page(directory, interaction, self.begins, self.page)
            return private(text, *buttons)


def names_button(directory: NationDirectory) -> ButtonAction:
    """Return the action of Previous and Next, which turns the page of names."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        number, _, begins = arguments.partition(":")
        text, buttons = await _names_page(
            directory, interaction, begins, read_page(number, _LAST_PAGE)
        )
        return edited(text, *buttons)

    return turn


def timeline_button(use_cases: StatisticsUseCases) -> ButtonAction:
    """Return the action of Newer and Older, which turns the page of a nation's history."""

    async def turn(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        number, _, guild = arguments.partition(":")
        nation = await use_cases.directory.of_guild(GuildId(read_number(guild)))
        if nation is None:
            raise UnknownNation
        text, buttons = await _timeline_page(
            use_cases, interaction, nation, read_page(number, _LAST_PAGE)
        )
        return edited(text, *buttons)

    return turn


async def _names_page(
    directory: NationDirectory, interaction: UserInteraction, begins: str, page: int
) -> tuple[str, Iterator[Json]]:
    names = await directory.names_like(begins, page * PAGE + 1)
    listed, translator = names[(page - 1) * PAGE : page * PAGE], private_translator(interaction)
    buttons = page_buttons(
        NAMES,
        page,
        translator,
        is_last=page >= _LAST_PAGE or len(names) <= page * PAGE,
        arguments=lambda number: f"{number}:{begins}",
    )
    return texts.list_text(listed, translator, is_filtered=bool(begins), page=page), buttons


async def _timeline_page(
    use_cases: StatisticsUseCases, interaction: UserInteraction, nation: PublicNation, page: int
) -> tuple[str, Iterator[Json]]:
    entries = await use_cases.timelines.of_nation(nation.id)
    translator, pages = private_translator(interaction), texts.timeline_pages(entries)
    buttons = page_buttons(
        TIMELINE,
        min(page, pages),
        translator,
        is_last=page >= pages,
        arguments=lambda number: f"{number}:{nation.guild}",
        labels=(NEWER, OLDER),
    )
    return texts.timeline_text(nation.name, entries, page, translator), buttons


def chart_button(use_cases: StatisticsUseCases) -> ButtonAction:
    """Return the action of Chart, which draws the power and the income of a nation."""

    async def draw(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        guild = GuildId(read_number(arguments)) if arguments else requester_of(interaction).guild
        nation = await use_cases.directory.of_guild(guild)
        if nation is None:
            raise NoNation
        points, translator = (
            await use_cases.histories.of(nation.id),
            private_translator(interaction),
        )
        section = Section(
            chart_texts.history_text(nation.name, points, translator),
            chart_texts.history_chart(nation.name, points, translator),
        )
        return chart_response(interaction, "history", (section,), use_cases.charts, is_public=False)

    return draw


def picture_button(use_cases: StatisticsUseCases) -> ButtonAction:
    """Return the action of Picture, which draws a page of a board."""

    async def draw(interaction: hikari.ComponentInteraction, arguments: str) -> Response:
        wanted, translator = Wanted.parse(arguments), private_translator(interaction)
        board, division = wanted.board, wanted.division
        page = await use_cases.boards.page(board, division, wanted.number)
        own = await use_cases.directory.of_guild(requester_of(interaction).guild)
        chart = None
        if page is not None and page.rows:
            guild = None if own is None else own.guild
            chart = chart_texts.board_chart(board, division, page, guild, translator)
        section = Section(board_text(board, division, page, own, translator), chart)
        return chart_response(interaction, "board", (section,), use_cases.charts, is_public=False)

    return draw

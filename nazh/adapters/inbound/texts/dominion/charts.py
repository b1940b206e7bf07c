"""Describes the charts of Dominion, each with an equivalent text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

from nazh.adapters.inbound.texts.dominion.rankings import board_title, change_text, score_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.application.dominion.diplomacy.show_alliances import AllianceGraph
from nazh.application.dominion.ports import BoardPage, HistoryPoint, Ranked
from nazh.application.shared.charts import (
    BarList,
    Link,
    ListedBar,
    Network,
    Node,
    Timeline,
    TimelineChart,
)
from nazh.domain.dominion.rankings.boards import Board, Division
from nazh.domain.kernel.identity import GuildId
from nazh.domain.kernel.texts import N_, N_plural

_LABEL: Final = N_("{place}. {name}")
_BOARD_ALT: Final = N_("{title}: {rows}.")
_ROW_ALT: Final = N_("{place}. {name} {score}")
_POWER: Final = N_("Power")
_INCOME: Final = N_("Income a day")
_HISTORY: Final = N_("""## {change} power
{name} from {since} to {until}: from **{first}** to **{last}**, with **{earned}** resources \
earned.""")
_NO_HISTORY: Final = N_("""## No history yet
The power and the income of {name} are kept once a day. Come back when there are two days.""")
_HISTORY_ALT: Final = N_(
    "Power of {name} from {first} on {since} to {last} on {until}, at most {most}. "
    "It earned {earned} resources in this time."
)
_ALLIANCES: Final = N_("""## {count} around {nation}
The picture shows its allies and theirs, with the full weeks of each alliance.""")
_NATIONS: Final = N_plural("{count} nation", "{count} nations")
_ALLIANCES_TITLE: Final = N_("Weeks allied: {nation}")
_ALLIANCES_ALT: Final = N_("Alliances around {nation}: {alliances}.")
_ALLIANCE: Final = N_plural(
    "{one} and {other} for {count} week", "{one} and {other} for {count} weeks"
)
_ALT_ROWS: Final = 10
_MAX_TICKS: Final = 5


def board_chart(
    board: Board,
    division: Division | None,
    page: BoardPage,
    own: GuildId | None,
    translator: Translator,
) -> BarList:
    """Return the picture of a page of a board, on which the nation of the guild is marked."""
    title = board_title(board, division, translator)
    bars = tuple(
        ListedBar(
            translator(_LABEL, place=translator.number(row.place), name=row.name),
            max(0, row.score),
            score_text(row.score, translator),
            marked=row.guild == own,
        )
        for row in page.rows
    )
    rows = ", ".join(_row_alt(row, translator) for row in page.rows[:_ALT_ROWS])
    return BarList(title, bars, translator(_BOARD_ALT, title=title, rows=rows))


def _row_alt(ranked: Ranked, translator: Translator) -> str:
    score = score_text(ranked.score, translator)
    row = translator(_ROW_ALT, place=translator.number(ranked.place), name=ranked.name, score=score)
    change = change_text(ranked.change, translator)
    return f"{row} {change}" if change else row


def alliances_text(graph: AllianceGraph, translator: Translator) -> str:
    """Return the text above the picture of alliances."""
    others = translator.counted(_NATIONS, len(graph.nations) - 1)
    return translator(_ALLIANCES, count=others, nation=graph.nations[0].name)


def alliances_chart(graph: AllianceGraph, translator: Translator) -> Network | None:
    """Return the picture of alliances, with the nation on the left, or ``None`` if it has none."""
    if not graph.connections:
        return None
    names = [nation.name for nation in graph.nations]
    descriptions = (
        translator.counted(
            _ALLIANCE, connection.weeks, one=names[connection.one], other=names[connection.other]
        )
        for connection in graph.connections
    )
    return Network(
        title=translator(_ALLIANCES_TITLE, nation=names[0]),
        nodes=tuple(
            Node(nation.name, nation.distance, nation.distance == 0) for nation in graph.nations
        ),
        links=tuple(
            Link(connection.one, connection.other, translator.number(connection.weeks))
            for connection in graph.connections
        ),
        alt_text=translator(_ALLIANCES_ALT, nation=names[0], alliances=", ".join(descriptions)),
    )


def history_text(name: str, points: Sequence[HistoryPoint], translator: Translator) -> str:
    """Return how the power of a nation has changed, and what it earned."""
    if len(points) < 2:
        return translator(_NO_HISTORY, name=name)
    change = points[-1].power - points[0].power
    sign = "+" if change > 0 else "−" if change else ""
    return translator(
        _HISTORY,
        change=f"{sign}{translator.number(abs(change))}",
        name=name,
        since=_day(points[0].at),
        until=_day(points[-1].at),
        first=points[0].power,
        last=points[-1].power,
        earned=points[-1].generated - points[0].generated,
    )


def history_chart(
    name: str, points: Sequence[HistoryPoint], translator: Translator
) -> TimelineChart | None:
    """Return power and income over time, or ``None`` for less than two days."""
    if len(points) < 2:
        return None
    times = [int(point.at.timestamp()) for point in points]
    earned = [0, *(after.generated - before.generated for before, after in pairwise(points))]
    powers = [point.power for point in points]
    return TimelineChart(
        title=name,
        timelines=(
            Timeline(translator(_POWER), tuple(zip(times, powers, strict=True))),
            Timeline(translator(_INCOME), tuple(zip(times, earned, strict=True)), is_bars=True),
        ),
        ticks=_ticks([point.at for point in points]),
        alt_text=translator(
            _HISTORY_ALT,
            name=name,
            first=powers[0],
            since=points[0].at.date().isoformat(),
            last=powers[-1],
            until=points[-1].at.date().isoformat(),
            most=max(powers),
            earned=points[-1].generated - points[0].generated,
        ),
    )


def _day(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:D>"


def _ticks(instants: Sequence[datetime]) -> tuple[tuple[int, str], ...]:
    """Return labels for some of the days, at most ``_MAX_TICKS``."""
    every = -(-len(instants) // _MAX_TICKS)
    return tuple((int(at.timestamp()), f"{at:%m-%d}") for at in instants[::every])

"""Tests the words of boards, statistics and charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from nazh.adapters.inbound.texts.dominion.charts import (
    alliances_chart,
    alliances_text,
    board_chart,
    history_chart,
    history_text,
)
from nazh.adapters.inbound.texts.dominion.nations.statistics import comparison_text, statistics_text
from nazh.adapters.inbound.texts.dominion.rankings import board_text, place_text
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.application.dominion.diplomacy.show_alliances import (
    AllianceGraph,
    ConnectedNation,
    Connection,
)
from nazh.application.dominion.nations.show_statistics import NationStatistics
from nazh.application.dominion.ports import (
    BoardPage,
    HistoryPoint,
    NationPlaces,
    Place,
    PublicNation,
    Ranked,
)
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import Board, Division
from nazh.domain.kernel.identity import GuildId
from tests.conftest import CheckGolden

AT = datetime(2026, 1, 2, tzinfo=UTC)
PAGE = BoardPage(
    AT,
    (
        Ranked(1, "Borealis", 12_340, GuildId(2), 2),
        Ranked(2, "Aurelia", 9_870, GuildId(1), -1),
        Ranked(3, "Corvia", 320, GuildId(3), 0),
        Ranked(4, "Dorne", 320, GuildId(4)),
    ),
    4,
)


GRAPH = AllianceGraph(
    (
        ConnectedNation("Aurelia", 0),
        ConnectedNation("Borealis", 1),
        ConnectedNation("Corvia", 2),
    ),
    (Connection(0, 1, 12), Connection(1, 2, 1)),
)


def test_the_picture_of_alliances_says_the_same_as_its_words() -> None:
    chart = alliances_chart(GRAPH, ENGLISH)

    assert chart is not None
    assert [(node.label, node.column, node.marked) for node in chart.nodes] == [
        ("Aurelia", 0, True),
        ("Borealis", 1, False),
        ("Corvia", 2, False),
    ]
    assert [link.text for link in chart.links] == ["12", "1"]
    assert chart.alt_text == (
        "Alliances around Aurelia: Aurelia and Borealis for 12 weeks, "
        "Borealis and Corvia for 1 week."
    )
    assert alliances_text(GRAPH, ENGLISH).startswith("## 2 nations around Aurelia\n")
    assert alliances_chart(AllianceGraph(GRAPH.nations[:1], ()), ENGLISH) is None


def nation(number: int, name: str, place: int) -> PublicNation:
    places = {board: Place(1_000 - 10 * place, place, 1, place - 2, 0) for board in Board}
    return PublicNation(
        id=NationId(number),
        name=name,
        guild=GuildId(number),
        leader=None,
        founded_at=AT,
        protected_until=AT,
        population=12,
        territory=100,
        reputation=-5,
        strength=910,
        places=NationPlaces(AT, Division.TOWN, places, 9, 3),
        empty_since=AT,
    )


def test_boards_and_statistics_read_as_agreed(check_golden: CheckGolden) -> None:
    own, other = nation(1, "Aurelia", 2), nation(2, "Borealis", 3)
    statistics = NationStatistics(
        nation=own,
        earned=48_200,
        contributed=3_150,
        won=3,
        lost=1,
        streak=2,
        gained=2_000,
        given=900,
        land=12,
        leaders=2,
    )
    texts = (
        board_text(Board.POWER, None, PAGE, own, ENGLISH),
        board_text(Board.ECONOMY, Division.METROPOLIS, PAGE, nation(9, "Far", 7), ENGLISH),
        board_text(Board.POWER, None, None, own, ENGLISH),
        board_text(Board.TERRITORY, Division.CITY, PAGE, None, ENGLISH),
        board_text(Board.MILITARY, None, replace(PAGE, rows=()), None, ENGLISH),
        board_text(Board.MILITARY, None, replace(PAGE, rows=(), nations=0), None, ENGLISH),
        place_text(own, ENGLISH),
        comparison_text(own, other, {GuildId(1): 987}, ENGLISH),
        statistics_text(statistics, ENGLISH),
    )

    check_golden("texts/dominion_boards.txt", "\n\n".join(texts) + "\n")


def test_the_picture_of_a_board_marks_the_own_nation_and_says_its_trend() -> None:
    chart = board_chart(Board.POWER, None, PAGE, GuildId(1), ENGLISH)

    assert [(bar.label, bar.text, bar.marked) for bar in chart.bars[:2]] == [
        ("1. Borealis", "12,340", False),
        ("2. Aurelia", "9,870", True),
    ]
    assert chart.alt_text == (
        "The most powerful nations: 1. Borealis 12,340 ↑ up 2, 2. Aurelia 9,870 ↓ down 1, "
        "3. Corvia 320 → same, 4. Dorne 320."
    )


def test_a_bar_is_as_long_as_its_score_and_never_shorter_than_nothing() -> None:
    rows = tuple(Ranked(1, "Borealis", score, GuildId(2)) for score in (2, 1, 0, -5))

    chart = board_chart(Board.POWER, None, replace(PAGE, rows=rows), None, ENGLISH)

    assert [bar.length for bar in chart.bars] == [2, 1, 0, 0]


def test_a_history_needs_two_days() -> None:
    points = [HistoryPoint(AT, 320, 0)]

    assert history_chart("Aurelia", points, ENGLISH) is None
    assert history_text("Aurelia", points, ENGLISH).startswith("## No history yet\n")


def test_a_history_has_the_income_of_each_day() -> None:
    points = [HistoryPoint(AT + n * timedelta(days=1), 320 - n, 100 * n * n) for n in range(12)]

    chart = history_chart("Aurelia", points, ENGLISH)

    assert chart is not None
    power, income = chart.timelines
    assert [value for _, value in income.points[:4]] == [0, 100, 300, 500]
    assert power.points[0] == (int(AT.timestamp()), 320)
    assert [label for _, label in chart.ticks] == ["01-02", "01-05", "01-08", "01-11"]
    assert "from 320 on 2026-01-02 to 309 on 2026-01-13, at most 320" in chart.alt_text
    assert history_text("Aurelia", points, ENGLISH).startswith("## −11 power\nAurelia from <t:")


def test_a_name_in_a_right_to_left_script_stays_before_its_score() -> None:
    page = replace(PAGE, rows=(Ranked(1, "مملكة النور 7", 12_340, GuildId(2)),))

    text = board_text(Board.POWER, None, page, None, ENGLISH)

    assert text.splitlines()[1] == "`1` \u2068مملكة النور 7\u2069 · 12,340"


def test_a_nation_that_is_the_only_one_of_its_size_has_no_place_among_several() -> None:
    own = nation(2, "Borealis", 2)
    assert own.places is not None

    alone = replace(own, places=replace(own.places, division_nations=1))

    assert "by power, and alone among the " in place_text(alone, ENGLISH)
    assert " of 1 " not in place_text(alone, ENGLISH)

"""Tests when nations are ranked, and what boards compare and show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nazh.domain.dominion.rankings.boards import (
    ECONOMY_DAYS,
    HISTORY_DAYS,
    Division,
    compared_with,
    division_of,
    economy_since,
    first_kept_day,
    is_ranking_due,
    outdated,
)
from nazh.domain.dominion.world_time import start_of_day

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("citizens", "division"),
    [
        (0, Division.HAMLET),
        (10, Division.HAMLET),
        (11, Division.TOWN),
        (50, Division.TOWN),
        (51, Division.CITY),
        (250, Division.CITY),
        (251, Division.METROPOLIS),
    ],
)
def test_the_division_follows_from_the_citizens(citizens: int, division: Division) -> None:
    assert division_of(citizens) is division


@pytest.mark.parametrize(
    ("after", "nations", "has_changed", "is_due"),
    [
        (timedelta(minutes=14), 1, False, False),
        (timedelta(minutes=15), 1, False, True),
        (timedelta(seconds=9), 1, True, False),
        (timedelta(seconds=10), 20_000, True, True),
        (timedelta(seconds=10), 100_000, True, False),
        (timedelta(seconds=50), 100_000, True, True),
        (timedelta(minutes=-20), 1, False, False),
    ],
)
def test_a_ranking_is_due_in_each_slot_and_soon_after_a_battle(
    after: timedelta, nations: int, has_changed: bool, is_due: bool
) -> None:
    assert is_ranking_due(START + after, START, nations, has_changed=has_changed) is is_due


def test_a_ranking_is_compared_with_the_one_that_is_nearest_to_a_day_before() -> None:
    rankings = {1: START, 2: START + 6 * HOUR, 3: START + 12 * HOUR}

    assert compared_with(START + 17 * HOUR, rankings) is None
    assert compared_with(START + 18 * HOUR, rankings) == 1
    assert compared_with(START + 28 * HOUR, rankings) == 2
    assert compared_with(START + 50 * HOUR, rankings) is None


@example([*[30] * 20, 1, 1])
@given(st.lists(st.integers(1, 30), min_size=1, max_size=400))
def test_of_rankings_without_long_gaps_one_is_always_near_a_day_before(gaps: list[int]) -> None:
    times_kept: dict[int, datetime] = {}
    at = START
    for number, gap in enumerate(gaps, 1):
        at += gap * timedelta(minutes=3)
        times_kept[number] = at
        for ranking in outdated(times_kept):
            del times_kept[ranking]

        assert max(times_kept) == number
        assert len(times_kept) <= 8  # the newest two, and the first of up to six quarters
        earlier = compared_with(at, times_kept)
        if at - START >= 25 * HOUR:
            assert earlier is not None
            assert abs(at - times_kept[earlier] - 24 * HOUR) <= 3 * HOUR + timedelta(minutes=90)


def test_nothing_is_outdated_without_rankings() -> None:
    assert outdated({}) == set()


def test_days_are_counted_with_today() -> None:
    at = START + 100 * 24 * HOUR + 5 * HOUR

    assert start_of_day(economy_since(at)) == START + (100 - ECONOMY_DAYS + 1) * 24 * HOUR
    assert start_of_day(first_kept_day(at)) == START + (100 - HISTORY_DAYS + 1) * 24 * HOUR

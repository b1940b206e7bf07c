"""Tests how citizens join, contribute and leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.domain.dominion.citizens import (
    Departure,
    check_may_join,
    check_newcomer,
    contribute,
    join,
    leave,
    note_absence,
    note_activity,
    note_presence,
)
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.kernel.identity import UserId
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, act, nation_with

DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)
CITIZENS = CLASSIC.citizens
RESOURCES = CLASSIC.resources
LONG_AGO = START - 100 * DAY


def test_a_contribution_adds_to_the_stock_and_to_the_points() -> None:
    nation, citizen = join(nation_with(0), UserId(1), None, START, CITIZENS)

    nation, citizen, contribution = contribute(nation, citizen, act(), RESOURCES)

    assert (nation.resources, citizen.points, contribution.added) == (50, 50, 50)
    due = START + timedelta(hours=4)
    with pytest.raises(errors.TooSoon) as refused:
        contribute(nation, citizen, act(due - MOMENT), RESOURCES)
    assert refused.value.facts["when"] == due
    assert contribute(nation, citizen, act(due), RESOURCES)[2].added == 50


def test_contributions_on_days_in_a_row_grow_for_ten_days() -> None:
    nation, citizen = join(nation_with(0), UserId(1), None, START, CITIZENS)
    amounts = []
    for day in range(13):
        nation, citizen, contribution = contribute(
            nation, citizen, act(START + day * DAY), RESOURCES
        )
        amounts.append(contribution.amount)

    assert amounts == [50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 60, 60]


def test_a_second_contribution_of_a_day_keeps_the_streak_and_a_missed_day_ends_it() -> None:
    nation, citizen = join(nation_with(0), UserId(1), None, START, CITIZENS)
    streaks = []
    for after in (DAY * 0, DAY, DAY * 1.5, DAY * 2, DAY * 4):
        nation, citizen, contribution = contribute(nation, citizen, act(START + after), RESOURCES)
        streaks.append(contribution.streak)

    assert streaks == [0, 1, 1, 2, 0]


@pytest.mark.parametrize(
    ("stock", "added", "points"), [(9_990, 10, 30), (9_995, 5, 27), (10_000, 0, 25)]
)
def test_contributions_beyond_the_storage_count_half(stock: int, added: int, points: int) -> None:
    nation, citizen = join(nation_with(stock), UserId(1), None, START, CITIZENS)

    _, citizen, contribution = contribute(nation, citizen, act(), RESOURCES)

    assert (contribution.added, citizen.points) == (added, points)


def test_a_user_who_joins_counts_for_two_weeks() -> None:
    nation, citizen = join(nation_with(), UserId(1), None, START, CITIZENS)

    assert (nation.population, citizen.is_counted) == (1, True)
    assert (citizen.joined_at, citizen.active_until) == (START, START + 14 * DAY)


def test_a_citizen_who_lapsed_counts_again_after_a_command() -> None:
    nation, citizen = join(nation_with(), UserId(1), None, START, CITIZENS)
    lapsed = leave(nation, citizen, START)

    after, active = note_activity(nation, citizen, START + DAY, CITIZENS)
    assert (after.population, active.active_until) == (1, START + 15 * DAY)

    sleeper = type(citizen)(
        user=citizen.user,
        nation=citizen.nation,
        joined_at=citizen.joined_at,
        active_until=citizen.active_until,
        is_counted=False,
        checked_at=START,
    )
    again, counted = note_activity(lapsed, sleeper, START + 20 * DAY, CITIZENS)
    assert (again.population, counted.is_counted) == (1, True)
    assert leave(lapsed, sleeper, START).population == 0


def test_a_command_that_comes_after_a_later_one_changes_nothing() -> None:
    nation, citizen = join(nation_with(), UserId(1), None, START, CITIZENS)
    later = note_activity(nation, citizen, START + 2 * DAY, CITIZENS)
    absent = note_absence(later[1], START + 3 * DAY, CITIZENS)
    lapsed = replace(later[1], is_counted=False)

    assert note_activity(*later, START + DAY, CITIZENS) == later
    assert note_activity(nation, absent, START + DAY, CITIZENS) == (nation, absent)
    assert note_activity(nation, lapsed, START + DAY, CITIZENS) == (nation, lapsed)


def test_a_command_from_before_a_check_of_members_counts_and_is_no_presence() -> None:
    nation, citizen = join(nation_with(), UserId(1), None, START, CITIZENS)
    absent = note_absence(citizen, START + 2 * DAY, CITIZENS)

    _, active = note_activity(nation, absent, START + DAY, CITIZENS)

    assert active == replace(absent, active_until=START + 15 * DAY)


def test_a_command_at_the_instant_of_a_check_of_members_is_a_presence() -> None:
    nation, citizen = join(nation_with(), UserId(1), None, START, CITIZENS)
    absent = note_absence(citizen, START + DAY, CITIZENS)

    _, active = note_activity(nation, absent, START + DAY, CITIZENS)

    assert (active.ends_at, active.active_until) == (None, START + 15 * DAY)


def test_a_citizen_who_left_the_server_remains_one_from_the_first_check_on() -> None:
    _, citizen = join(nation_with(), UserId(1), None, START, CITIZENS)
    absent = note_absence(citizen, START + DAY, CITIZENS)
    still = note_absence(absent, START + 2 * DAY, CITIZENS)

    assert (absent.ends_at, absent.checked_at) == (START + DAY + CITIZENS.absence, START + DAY)
    assert (still.ends_at, still.checked_at) == (absent.ends_at, START + 2 * DAY)
    assert note_presence(still, START + 3 * DAY).ends_at is None


def test_a_newcomer_waits_for_a_contribution_whose_user_is_unknown() -> None:
    nation, cooldown = nation_with(), RESOURCES.contribution_cooldown

    check_newcomer(nation, None, START, RESOURCES)
    check_newcomer(nation, START, START + cooldown, RESOURCES)
    with pytest.raises(errors.ContributorDeleted):
        check_newcomer(nation, START, START + cooldown - MOMENT, RESOURCES)


def test_users_may_join_from_the_instant_that_a_refusal_names() -> None:
    old_enough_at = START + CITIZENS.account_age
    check_may_join(START, None, NationId(1), old_enough_at, CITIZENS)
    with pytest.raises(errors.AccountTooYoung):
        check_may_join(START, None, NationId(1), old_enough_at - MOMENT, CITIZENS)

    departure, again_at = Departure(NationId(2), START), START + CITIZENS.move_cooldown
    check_may_join(LONG_AGO, departure, NationId(1), again_at, CITIZENS)
    with pytest.raises(errors.TooSoon):
        check_may_join(LONG_AGO, departure, NationId(1), again_at - MOMENT, CITIZENS)


def test_moving_to_another_nation_takes_a_week_and_returning_does_not() -> None:
    departure = Departure(NationId(2), START)

    check_may_join(LONG_AGO, departure, NationId(2), START + DAY, CITIZENS)
    check_may_join(LONG_AGO, departure, NationId(1), START + 7 * DAY, CITIZENS)
    with pytest.raises(errors.TooSoon):
        check_may_join(LONG_AGO, departure, NationId(1), START + DAY, CITIZENS)


def test_an_account_must_be_a_week_old() -> None:
    with pytest.raises(errors.AccountTooYoung) as refused:
        check_may_join(START - DAY, None, NationId(1), START, CITIZENS)

    assert refused.value.facts["when"] == START + 6 * DAY

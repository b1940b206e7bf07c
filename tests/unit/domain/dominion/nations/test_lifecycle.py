"""Tests when a nation is active, on vacation, inactive or about to be deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.errors import lifecycle as lifecycle_errors
from nazh.domain.dominion.errors.controls import AlreadySo
from nazh.domain.dominion.nations.lifecycle import (
    Status,
    cancel_deletion,
    check_not_on_vacation,
    is_inactive,
    order_deletion,
    orphan,
    restore,
    revoke_deletion,
    schedule_deletion,
    status_of,
    take_vacation,
)
from nazh.domain.dominion.nations.nation import Nation, Vacation, change_population
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.settling import settle
from nazh.domain.dominion.world_time import hour_of
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, nation_with

HOUR = timedelta(hours=1)
DAY = 24 * HOUR
RULES = CLASSIC.nations
FLAT = dict.fromkeys(range(hour_of(START), hour_of(START) + 24 * 40), 0)
ARMED = Military({UnitType.INFANTRY: Units(10)})


def settled(nation: Nation, until: datetime) -> Nation:
    return settle(nation, until, CLASSIC, medians=FLAT)


@pytest.mark.parametrize(
    ("nation", "after", "status"),
    [
        (nation_with(population=1), 47 * HOUR, Status.PROTECTED),
        (nation_with(population=1), 48 * HOUR, Status.ACTIVE),
        (nation_with(population=1), 90 * DAY, Status.ACTIVE),
        (nation_with(), 14 * DAY - HOUR, Status.ACTIVE),
        (nation_with(), 14 * DAY, Status.INACTIVE),
        (nation_with(), 30 * DAY, Status.ARCHIVED),
        (orphan(nation_with(population=1), START), 7 * DAY - HOUR, Status.ORPHANED),
        (orphan(nation_with(population=1), START), 7 * DAY, Status.INACTIVE),
        (restore(orphan(nation_with(population=1), START)), 7 * DAY, Status.ACTIVE),
        (take_vacation(nation_with(), 3, START, RULES), DAY - HOUR, Status.PROTECTED),
        (take_vacation(nation_with(), 3, START, RULES), DAY, Status.VACATION),
        (take_vacation(nation_with(), 3, START, RULES), 4 * DAY, Status.ACTIVE),
    ],
)
def test_a_nation_has_one_status(nation: Nation, after: timedelta, status: Status) -> None:
    assert status_of(nation, START + after, RULES) is status


def test_a_nation_is_empty_since_its_last_active_citizen() -> None:
    nation = change_population(nation_with(), 2, START + DAY)

    one_left = change_population(nation, -1, START + 2 * DAY)
    none_left = change_population(one_left, -1, START + 3 * DAY)

    assert one_left.empty_since == START
    assert none_left.empty_since == START + 3 * DAY
    assert status_of(none_left, START + 16 * DAY, RULES) is Status.ACTIVE
    assert status_of(none_left, START + 17 * DAY, RULES) is Status.INACTIVE


def test_a_nation_on_vacation_earns_and_pays_nothing() -> None:
    nation = nation_with(1_000, population=1, military=ARMED, protected_until=START)
    vacation = replace(nation, vacation=Vacation(START + 2 * HOUR, START + 5 * HOUR))

    after = settled(vacation, START + 6 * HOUR)

    # The ticks at 2, 3 and 4 o'clock fall into the vacation.
    assert [entry.at for entry in after.journal] == [START + number * HOUR for number in (1, 5, 6)]
    assert after.upkeep_due == 3 * 10
    assert after.progress.hour == hour_of(START) + 6


def test_an_orphaned_nation_earns_and_pays_nothing() -> None:
    nation = orphan(nation_with(1_000, population=1, military=ARMED), START)

    after = settled(nation, START + 3 * DAY)

    assert (after.resources, after.upkeep_due, after.journal) == (1_000, 0, ())


def test_an_inactive_nation_takes_no_part_in_the_standings_until_a_citizen_is_active() -> None:
    nation = nation_with(1_000)

    before = settled(nation, START + 14 * DAY - HOUR)
    inactive = settled(before, START + 14 * DAY)
    back = settled(change_population(inactive, 1, START + 14 * DAY), START + 14 * DAY + HOUR)

    assert before.progress.power is not None
    assert settled(inactive, START + 14 * DAY + HOUR).progress.power is None
    assert back.progress.power is not None


def test_a_nation_without_the_bot_leaves_the_boards_after_seven_days() -> None:
    nation = orphan(nation_with(population=1), START)

    assert not is_inactive(nation, START + 7 * DAY - HOUR, RULES)
    assert is_inactive(nation, START + 7 * DAY, RULES)


@given(
    begin=st.integers(0, 40),
    length=st.integers(1, 40),
    pauses=st.lists(st.integers(0, 3 * 24 * 60), max_size=5),
)
def test_settling_a_vacation_in_many_steps_is_settling_it_in_one(
    begin: int, length: int, pauses: list[int]
) -> None:
    vacation = Vacation(START + begin * HOUR, START + (begin + length) * HOUR)
    nation = nation_with(
        2_000, population=1, military=ARMED, vacation=vacation, storage_upgrades=10
    )
    end = START + 3 * DAY

    in_steps = nation
    for minutes in sorted(pauses):
        in_steps = settled(in_steps, START + timedelta(minutes=minutes))

    assert settled(in_steps, end) == settled(nation, end)
    ticks = {hour for hour in range(1, 73) if not begin <= hour < begin + length}
    earned = {entry.cause for entry in settled(nation, end).journal if entry.amount > 0}
    assert earned == {f"tick {hour_of(START) + hour}" for hour in ticks}


@pytest.mark.parametrize("days", [-1, 0, 2, 15])
def test_a_vacation_is_neither_too_short_nor_too_long(days: int) -> None:
    with pytest.raises(lifecycle_errors.InvalidVacation):
        take_vacation(nation_with(), days, START, RULES)


def test_a_season_has_one_vacation() -> None:
    nation = take_vacation(nation_with(), 3, START, RULES)

    assert nation.vacation == Vacation(START + DAY, START + 4 * DAY)
    with pytest.raises(lifecycle_errors.VacationUsed):
        take_vacation(nation, 3, START + 30 * DAY, RULES)


def test_a_nation_acts_before_and_after_its_vacation() -> None:
    nation = take_vacation(nation_with(), 3, START, RULES)

    check_not_on_vacation(nation, START + DAY - HOUR)
    check_not_on_vacation(nation, START + 4 * DAY)
    with pytest.raises(lifecycle_errors.OnVacation):
        check_not_on_vacation(nation, START + DAY)


def test_a_deletion_is_planned_once_and_cancelled_once() -> None:
    nation, deletion_at = schedule_deletion(nation_with(), START, RULES)

    assert nation.deletion_at == deletion_at == START + 72 * HOUR
    with pytest.raises(lifecycle_errors.AlreadyBeingDeleted):
        schedule_deletion(nation, START, RULES)
    assert cancel_deletion(nation) == nation_with()
    with pytest.raises(lifecycle_errors.NotBeingDeleted):
        cancel_deletion(nation_with())


def test_an_ordered_deletion_cannot_be_cancelled_by_the_nation() -> None:
    nation, deletion_at = order_deletion(nation_with(), START, RULES)

    assert nation.deletion_at == deletion_at == START + 72 * HOUR
    with pytest.raises(lifecycle_errors.DeletionOrdered):
        cancel_deletion(nation)
    with pytest.raises(lifecycle_errors.DeletionOrdered):
        schedule_deletion(nation, START, RULES)
    with pytest.raises(AlreadySo):
        order_deletion(nation, START + HOUR, RULES)
    assert revoke_deletion(nation) == nation_with()
    with pytest.raises(lifecycle_errors.NotBeingDeleted):
        revoke_deletion(nation_with())


def test_an_order_keeps_the_time_that_the_nation_has_planned() -> None:
    planned, deletion_at = schedule_deletion(nation_with(), START, RULES)

    ordered, at = order_deletion(planned, START + DAY, RULES)

    assert ordered.deletion_at == at == deletion_at
    assert revoke_deletion(ordered) == nation_with()


def test_a_nation_is_orphaned_since_the_first_time() -> None:
    nation = orphan(orphan(nation_with(), START), START + DAY)

    assert nation.orphaned_at == START

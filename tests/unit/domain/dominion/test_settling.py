"""Tests that settling applies what is due, in order, however many steps it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.military.building import build
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Level, Nation
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.settling import StandingsMissing, counted, income, settle
from nazh.domain.dominion.world_time import hour_of
from tests.unit.domain.dominion.dominion_examples import (
    CLASSIC,
    STANDARD,
    START,
    act,
    nation_with,
    new_nation,
)

HOUR = timedelta(hours=1)
FLAT = dict.fromkeys(range(hour_of(START), hour_of(START) + 24 * 30), 0)
"""Medians below every nation."""


def settled(nation: Nation, until: datetime, lapses: tuple[datetime, ...] = ()) -> Nation:
    return settle(nation, until, CLASSIC, lapses=lapses, medians=FLAT)


@pytest.mark.parametrize(
    ("population", "classic", "standard"),
    [(0, 0, 0), (1, 100, 100), (25, 2_500, 2_500), (26, 2_600, 2_600), (27, 2_700, 2_641),
     (125, 12_500, 3_500)],
)  # fmt: skip
def test_citizens_above_the_soft_cap_count_by_their_square_root(
    population: int, classic: int, standard: int
) -> None:
    assert counted(population, CLASSIC.resources) == classic
    assert counted(population, STANDARD.resources) == standard


@pytest.mark.parametrize(
    ("nation", "at", "earned"),
    [
        (nation_with(population=3), START + 47 * HOUR, 450),
        (nation_with(population=3), START + 48 * HOUR, 300),
        (nation_with(population=3, economy=Level(2)), START + 48 * HOUR, 312),
        (nation_with(population=3, is_below_median=True), START + 48 * HOUR, 330),
        (nation_with(population=3, economy=Level(1), is_below_median=True), START, 504),
    ],
)
def test_income_is_multiplied_by_bonuses_rounded_down_one_by_one(
    nation: Nation, at: datetime, earned: int
) -> None:
    assert income(nation, at, CLASSIC.resources) == earned


def test_a_tick_adds_income_up_to_the_storage_and_accrues_upkeep() -> None:
    nation = nation_with(9_900, population=2, military=Military({UnitType.ARMOR: Units(3)}))

    after = settled(nation, START + HOUR)

    assert (after.resources, after.lost_income, after.upkeep_due) == (10_000, 200, 30)
    assert [(entry.amount, entry.balance, entry.cause) for entry in after.journal] == [
        (100, 10_000, f"tick {hour_of(START) + 1}")
    ]


def test_upkeep_is_charged_at_midnight_before_the_tick() -> None:
    nation = nation_with(1_000, population=1, military=Military({UnitType.INFANTRY: Units(10)}))

    after = settled(nation, START + 24 * HOUR)

    at_midnight = [entry for entry in after.journal if entry.at == START + 24 * HOUR]
    assert [entry.reason for entry in at_midnight] == [Reason.UPKEEP, Reason.GENERATION]
    assert at_midnight[0].amount == -230  # 23 ticks of 10
    assert after.upkeep_due == 10


def test_units_desert_if_upkeep_cannot_be_paid() -> None:
    units = {UnitType.INFANTRY: Units(27), UnitType.ARMOR: Units(8, level=1)}
    nation = nation_with(100, military=Military(units), upkeep_due=2_000)

    after = settled(nation, START + 24 * HOUR)

    assert after.resources == 0
    # 10% of 35 is 3: two infantry, no armor, and the largest remainder is that of armor.
    assert after.military.units == {
        UnitType.INFANTRY: Units(25),
        UnitType.ARMOR: Units(7, level=1),
    }


def test_which_units_desert_does_not_depend_on_the_order_in_which_they_were_built() -> None:
    quantities = {UnitType.INFANTRY: 15, UnitType.ARMOR: 15, UnitType.AIRCRAFT: 15}
    armies = [
        {unit: Units(quantities[unit]) for unit in order} for order in permutations(quantities)
    ]

    left = [
        settled(nation_with(0, military=Military(army), upkeep_due=9), START + 24 * HOUR).military
        for army in armies
    ]

    # 10% of 45 is 4: one of each, and one more of the first type.
    quantities[UnitType.INFANTRY] = 13
    quantities[UnitType.ARMOR] = quantities[UnitType.AIRCRAFT] = 14
    assert [{unit: of.quantity for unit, of in army.units.items()} for army in left] == [
        quantities for _ in armies
    ]


def test_an_order_is_finished_after_the_tick_of_its_instant() -> None:
    nation = build(nation_with(), UnitType.INFANTRY, 50, act(), CLASSIC)

    before = settled(nation, START + HOUR - timedelta(microseconds=1))
    after = settled(nation, START + HOUR)

    assert (before.military.size, after.military.size) == (0, 50)
    assert (after.upkeep_due, after.military.orders) == (0, ())


def test_a_lapsed_citizen_counts_in_the_tick_of_that_instant_and_not_later() -> None:
    nation = nation_with(0, population=1)

    after = settled(nation, START + 2 * HOUR, lapses=(START + HOUR,))

    assert (after.resources, after.population) == (150, 0)


def test_nations_below_the_median_of_the_standings_earn_more() -> None:
    nation = nation_with(0, population=1, protected_until=START)
    hours = [hour_of(START) + 1, hour_of(START) + 2]

    poor = settle(nation, START + 2 * HOUR, CLASSIC, medians=dict.fromkeys(hours, 10**9))

    assert [entry.amount for entry in poor.journal] == [110, 110]


def test_a_nation_founded_after_the_standings_is_not_below_the_median() -> None:
    nation = replace(new_nation(START + timedelta(minutes=50)), population=1, journal=())

    after = settle(nation, START + HOUR, CLASSIC, medians={hour_of(START) + 1: 10**9})

    assert [entry.amount for entry in after.journal] == [150]


def test_a_tick_waits_for_its_standings() -> None:
    with pytest.raises(StandingsMissing):
        settle(nation_with(), START + HOUR, CLASSIC, medians={})


minutes = st.integers(0, 5 * 24 * 60).map(lambda count: timedelta(minutes=count))


@given(st.lists(minutes, max_size=20), st.lists(minutes, max_size=5), st.lists(minutes, max_size=3))
def test_settling_in_steps_equals_settling_at_once(
    steps: list[timedelta], lapsing: list[timedelta], building: list[timedelta]
) -> None:
    lapses = sorted(START + after for after in lapsing)
    nation = nation_with(5_000, population=len(lapses), upkeep_due=100)
    for _ in building:
        nation = build(nation, UnitType.INFANTRY, 7, act(), CLASSIC)
    end = START + timedelta(days=5)

    at_once = settled(nation, end, tuple(lapses))
    by_steps, known = nation, START - HOUR
    for at in [*sorted(START + step for step in steps), end]:
        due = tuple(lapse for lapse in lapses if known < lapse <= at)
        by_steps, known = settled(by_steps, at, due), at

    assert by_steps == at_once
    assert by_steps.resources == 5_000 + sum(entry.amount for entry in by_steps.journal)

"""Tests what is foreseen of upkeep and storage against what then happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.military.building import build
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.settling import settle
from nazh.domain.dominion.upkeep_forecast import hours_to_full, lasting_upkeep, next_charge
from nazh.domain.dominion.world_time import DAY, HOUR, hour_of
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, act, nation_with

INSTANT = timedelta(microseconds=1)
MEDIANS = dict.fromkeys(range(hour_of(START), hour_of(START) + 200), 0)


def later(nation: Nation, length: timedelta) -> Nation:
    return settle(nation, START + length, CLASSIC, medians=MEDIANS)


@st.composite
def nations(draw: st.DrawFn) -> Nation:
    units = {UnitType.ARMOR: Units(draw(st.integers(0, 60)))}
    nation = nation_with(draw(st.integers(0, 10_000)), population=draw(st.integers(0, 8)))
    nation = replace(nation, military=Military(units), upkeep_due=draw(st.integers(0, 3_000)))
    if draw(st.booleans()) and nation.resources >= 5_000:
        nation = build(nation, UnitType.AIRCRAFT, 5, act(), CLASSIC)
    return later(nation, draw(st.integers(0, 60)) * HOUR + timedelta(minutes=5))


@given(nations())
def test_the_next_charge_is_the_one_that_happens(nation: Nation) -> None:
    charge = next_charge(nation, CLASSIC)

    before = settle(nation, charge.at - INSTANT, CLASSIC, medians=MEDIANS)
    after = settle(before, charge.at, CLASSIC, medians=MEDIANS)
    assert (before.resources, before.upkeep_due) == (charge.stock, charge.due)
    assert charge.at - DAY < START + 61 * HOUR
    assert after.progress.day == nation.progress.day + 1


def test_income_that_ends_with_the_protection_pays_no_lasting_upkeep() -> None:
    nation = nation_with(population=3, is_below_median=True)

    assert lasting_upkeep(nation, START, CLASSIC.resources) == 300


def test_a_charge_takes_at_most_what_the_storage_holds() -> None:
    assert lasting_upkeep(nation_with(population=30), START, CLASSIC.resources) == 10_000 // 24


def test_the_storage_fills_after_the_upkeep_of_each_day() -> None:
    # Each day after the protection earns 7,200 and costs 2,400.
    armed = replace(
        nation_with(0, population=3, protected_until=START),
        military=Military({UnitType.ARMOR: Units(10)}),
    )
    hours = hours_to_full(armed, CLASSIC)
    unarmed = hours_to_full(replace(armed, military=Military({})), CLASSIC)

    assert (hours, unarmed) == (41, 34)
    assert hours is not None
    assert later(armed, hours * HOUR).resources == 10_000
    assert later(armed, (hours - 1) * HOUR).resources < 10_000


def test_a_storage_does_not_fill_if_the_upkeep_takes_the_income() -> None:
    armed = replace(
        nation_with(0, population=3, protected_until=START),
        military=Military({UnitType.ARMOR: Units(30)}),
    )

    assert hours_to_full(armed, CLASSIC) is None

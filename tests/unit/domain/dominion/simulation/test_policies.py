"""Tests what each policy buys with what a nation has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nazh.domain.dominion.nations.nation import Level, Nation
from nazh.domain.dominion.nations.units import BuildOrder, Military, Units, UnitType
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.simulation.policies import Policy, spend_by
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, act, nation_with

INCOME = 1_000
"""Half of it pays the upkeep of 20 aircraft, which are the strongest units for their price."""
LIMIT = 2_000
"""The units that a nation with a territory of 100 may have (MIL-03)."""


def ordered(
    nation: Nation,
    policy: Policy = Policy.ARM,
    rules: Ruleset = CLASSIC,
    income: int = INCOME,
) -> list[tuple[UnitType, int]]:
    """Return what the nation ordered in addition to its open orders."""
    before = len(nation.military.orders)
    after = spend_by(policy, nation, income, act(), rules)
    return [(order.unit, order.quantity) for order in after.military.orders[before:]]


def units_of(unit: UnitType, quantity: int, orders: int = 0) -> Military:
    """Return units of one type, and as many open orders for one of them each."""
    order = BuildOrder(1, unit, 1, 100, START, START)
    return Military({unit: Units(quantity)}, (order,) * orders, orders)


def test_half_of_the_income_pays_the_upkeep_of_what_is_ordered() -> None:
    assert ordered(nation_with(100_000)) == [(UnitType.AIRCRAFT, 20)]


def test_the_upkeep_of_units_and_open_orders_is_counted() -> None:
    aircraft = units_of(UnitType.AIRCRAFT, 5, orders=3)

    assert ordered(nation_with(100_000, military=aircraft)) == [(UnitType.AIRCRAFT, 12)]


def test_an_army_that_takes_half_of_the_income_does_not_grow() -> None:
    assert ordered(nation_with(100_000, military=units_of(UnitType.INFANTRY, 500))) == []


@pytest.mark.parametrize(("resources", "aircraft"), [(999, 0), (1_000, 1), (2_999, 2)])
def test_no_more_is_ordered_than_can_be_paid(resources: int, aircraft: int) -> None:
    expected = [(UnitType.AIRCRAFT, aircraft)] if aircraft else []

    assert ordered(nation_with(resources)) == expected


@pytest.mark.parametrize(
    ("units", "orders", "aircraft"),
    [(LIMIT - 3, 0, 3), (LIMIT - 3, 2, 1), (LIMIT - 3, 3, 0)],
)
def test_units_and_open_orders_stay_within_the_limit(
    units: int, orders: int, aircraft: int
) -> None:
    expected = [(UnitType.AIRCRAFT, aircraft)] if aircraft else []
    nation = nation_with(100_000, military=units_of(UnitType.INFANTRY, units, orders))

    assert ordered(nation, income=100_000) == expected


def test_no_order_is_larger_than_the_rules_allow() -> None:
    nation = nation_with(10_000_000)

    assert ordered(nation, income=100_000) == [(UnitType.AIRCRAFT, 1_000)]


@pytest.mark.parametrize(("orders", "is_full"), [(4, False), (5, True)])
def test_nothing_is_ordered_while_all_orders_are_open(orders: int, *, is_full: bool) -> None:
    nation = nation_with(100_000, military=units_of(UnitType.INFANTRY, 0, orders))

    assert (ordered(nation) == []) is is_full


def test_of_units_that_are_as_strong_for_their_price_those_with_the_least_upkeep_are_ordered() -> (
    None
):
    military = CLASSIC.military
    rules = replace(
        CLASSIC,
        military=replace(
            military,
            infantry=replace(military.infantry, cost=40, upkeep=1),
            armor=replace(military.armor, cost=400, upkeep=9),
        ),
    )

    assert ordered(nation_with(40_000), rules=rules) == [(UnitType.ARMOR, 55)]


def test_the_room_limits_units_without_upkeep() -> None:
    free = replace(CLASSIC.military.aircraft, upkeep=0)
    rules = replace(CLASSIC, military=replace(CLASSIC.military, aircraft=free))
    nation = nation_with(100_000, military=units_of(UnitType.INFANTRY, LIMIT - 7))

    assert ordered(nation, rules=rules, income=2 * LIMIT) == [(UnitType.AIRCRAFT, 7)]


@pytest.mark.parametrize(
    ("upgrades", "resources", "upgrades_after", "left"),
    [
        (0, 4_999, 0, 4_999),
        (0, 5_000, 1, 0),
        (1, 7_500, 2, 0),
        (19, 60_000, 20, 7_500),
        (20, 60_000, 20, 60_000),
    ],
)
def test_storage_is_upgraded_as_soon_as_it_can_be_paid(
    upgrades: int, resources: int, upgrades_after: int, left: int
) -> None:
    nation = nation_with(resources, storage_upgrades=upgrades)

    after = spend_by(Policy.SAVE, nation, INCOME, act(), CLASSIC)

    assert (after.storage_upgrades, after.resources) == (upgrades_after, left)


@pytest.mark.parametrize(
    ("policy", "resources", "economy", "left"),
    [
        # The first level costs 1,000, the second 1,500.
        (Policy.GROW, 2_600, Level(2, 100), 0),
        (Policy.GROW, 1, Level(0, 1), 0),
        (Policy.GROW, 0, Level(), 0),
        (Policy.BALANCE, 3_001, Level(1, 500), 1_501),
        (Policy.BALANCE, 1, Level(), 1),
    ],
)
def test_the_economy_is_developed_first(
    policy: Policy, resources: int, economy: Level, left: int
) -> None:
    after = spend_by(policy, nation_with(resources), INCOME, act(), CLASSIC)

    assert (after.economy, after.resources, after.military.orders) == (economy, left, ())


@pytest.mark.parametrize(
    ("policy", "level", "is_developed"),
    [
        (Policy.GROW, 9, False),
        (Policy.GROW, 10, True),
        (Policy.BALANCE, 4, False),
        (Policy.BALANCE, 5, True),
    ],
)
def test_a_developed_nation_orders_units_and_upgrades_its_storage(
    policy: Policy, level: int, *, is_developed: bool
) -> None:
    nation = nation_with(30_000, economy=Level(level))

    after = spend_by(policy, nation, INCOME, act(), CLASSIC)

    assert bool(after.military.orders) is is_developed
    assert (after.storage_upgrades == 1) is is_developed

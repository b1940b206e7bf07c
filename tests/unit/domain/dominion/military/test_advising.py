"""Tests what a nation is advised to build, and how its strength is composed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.military.advising import advise, composition
from nazh.domain.dominion.military.building import build
from nazh.domain.dominion.nations.units import BASIC_UNITS, Military, Units, UnitType, unit_limit
from nazh.domain.dominion.settling import income
from nazh.domain.dominion.upkeep_forecast import next_charge
from nazh.domain.dominion.world_time import HOUR
from tests.unit.domain.dominion.dominion_examples import CLASSIC, START, act, nation_with

UNITS = st.dictionaries(
    st.sampled_from(UnitType), st.builds(Units, st.integers(0, 900), st.integers(0, 5))
)


def test_advice_is_what_adds_the_most_strength_for_the_budget() -> None:
    nation = nation_with(resources=10_000, population=100)

    advice = advise(nation, 3_000, BASIC_UNITS, None, act(), CLASSIC)

    suggestion = advice.suggestion
    assert suggestion is not None
    assert (suggestion.unit, suggestion.quantity) == (UnitType.AIRCRAFT, 3)
    assert (suggestion.cost, suggestion.strength, suggestion.upkeep) == (3_000, 750, 75)
    assert suggestion.time == timedelta(hours=4)


def test_ships_are_advised_only_where_they_can_be_ordered() -> None:
    nation = nation_with(resources=10_000, population=100)

    advice = advise(nation, 3_000, tuple(UnitType), None, act(), CLASSIC)

    assert advice.suggestion is not None
    assert (advice.suggestion.unit, advice.suggestion.quantity) == (UnitType.NAVAL, 2)


def test_before_a_battle_only_units_that_are_finished_in_time_are_advised() -> None:
    nation = nation_with(resources=10_000, population=100)
    soon, too_soon = (START + timedelta(hours=hours) for hours in (2, 0))

    in_time = advise(nation, 3_000, BASIC_UNITS, soon, act(), CLASSIC).suggestion
    late = advise(nation, 3_000, BASIC_UNITS, too_soon, act(), CLASSIC).suggestion

    assert in_time is not None
    assert late is not None
    assert (in_time.unit, in_time.quantity) == (UnitType.ARMOR, 6)
    assert late.unit is UnitType.AIRCRAFT


def test_nothing_is_advised_that_the_income_would_not_keep() -> None:
    poor = nation_with(resources=10_000, population=0)

    advice = advise(poor, 10_000, BASIC_UNITS, None, act(), CLASSIC)

    assert (advice.suggestion, advice.lasting_upkeep) == (None, 0)


@pytest.mark.parametrize(
    ("budget", "quantity"), [(94, 0), (95, 1), (190, 1), (191, 2), (5_000, 30)]
)
def test_the_price_is_rounded_as_a_whole(budget: int, quantity: int) -> None:
    infantry = replace(CLASSIC.military.infantry, cost=101)
    rules = replace(CLASSIC, military=replace(CLASSIC.military, infantry=infantry))
    # Below the median power 95% of the price are paid: 95.95 for one unit, 191.9 for two.
    nation = nation_with(resources=4_000, population=1, is_below_median=True, territory=0)
    nation = replace(nation, military=Military({UnitType.NAVAL: Units(970)}))
    free_naval = replace(rules.military.naval, upkeep=0)
    rules = replace(rules, military=replace(rules.military, naval=free_naval))

    advice = advise(nation, budget, (UnitType.INFANTRY,), None, act(), rules)

    assert (advice.suggestion.quantity if advice.suggestion else 0) == quantity
    assert advice.cheapest == 95


@pytest.mark.parametrize(("open_orders", "unit"), [(4, UnitType.INFANTRY), (5, None)])
def test_nothing_is_advised_while_all_orders_are_open(
    open_orders: int, unit: UnitType | None
) -> None:
    nation = nation_with(resources=10_000, population=100)
    for _ in range(open_orders):
        nation = build(nation, UnitType.INFANTRY, 1, act(), CLASSIC)

    suggestion = advise(nation, 1_000, (UnitType.INFANTRY,), None, act(), CLASSIC).suggestion

    assert (suggestion and suggestion.unit) is unit


def test_no_more_is_advised_than_the_territory_has_room_for() -> None:
    nation = nation_with(resources=100_000, population=1_000, storage_upgrades=20)
    limit = unit_limit(CLASSIC.military, nation.territory)
    nation = replace(nation, military=Military({UnitType.INFANTRY: Units(limit - 8)}))
    nation = build(nation, UnitType.INFANTRY, 3, act(), CLASSIC)

    advice = advise(nation, 900_000, (UnitType.INFANTRY,), None, act(), CLASSIC)

    assert advice.suggestion is not None
    assert advice.suggestion.quantity == 5


def test_open_orders_and_units_take_income_and_room() -> None:
    # 4 citizens give 400; the 50% more of a protected nation do not last.
    nation = replace(
        nation_with(resources=10_000, population=4),
        military=Military({UnitType.ARMOR: Units(10)}),
    )
    nation = build(nation, UnitType.ARMOR, 5, act(), CLASSIC)

    advice = advise(nation, 9_000, (UnitType.ARMOR,), None, act(), CLASSIC)

    assert (advice.strength, advice.upkeep, advice.upkeep_of_strength) == (1_000, 100, 100)
    assert (advice.lasting_upkeep, advice.planned_upkeep) == (400, 150)
    assert advice.suggestion is not None
    assert advice.suggestion.quantity == 15


def test_nothing_is_advised_that_desertion_would_follow() -> None:
    # 23 ticks until midnight earn 2,300, and 10 armor cost 2,300 until then.
    armed = replace(
        nation_with(resources=5_000, population=1, protected_until=START),
        military=Military({UnitType.ARMOR: Units(10)}),
        upkeep_due=4_000,
    )
    rich = replace(armed, population=2)

    spent = [advise(nation, 5_000, BASIC_UNITS, None, act(), CLASSIC) for nation in (armed, rich)]

    assert spent[0].suggestion is None
    order = spent[1].suggestion
    assert order is not None
    after = build(rich, order.unit, order.quantity, act(), CLASSIC)
    assert next_charge(after, CLASSIC).missing == 0
    assert next_charge(build(rich, UnitType.AIRCRAFT, 4, act(), CLASSIC), CLASSIC).missing > 0


def test_no_upkeep_is_advised_that_a_full_storage_would_not_pay() -> None:
    # A charge takes at most 10,000, which pays 416 an hour.
    nation = nation_with(resources=10_000, population=30, protected_until=START)

    armed = replace(nation, military=Military({UnitType.ARMOR: Units(41)}))
    suggestion = advise(armed, 10_000, BASIC_UNITS, None, act(), CLASSIC).suggestion

    assert suggestion is not None
    assert suggestion.upkeep == 6


@given(UNITS)
def test_shares_add_up_to_the_strength(units: dict[UnitType, Units]) -> None:
    military = Military(units)

    shares = composition(military, CLASSIC.military)

    assert sum(share.strength for share in shares) == military.strength(CLASSIC.military)
    assert sum(share.quantity for share in shares) == military.size
    assert WHOLE - len(shares) <= sum(share.part for share in shares) <= WHOLE or not shares


@given(
    UNITS,
    st.integers(0, 50_000),
    st.integers(1, 60_000),
    st.integers(0, 500),
    st.booleans(),
    st.none() | st.integers(-1, 40),
)
def test_advice_can_be_followed(
    units: dict[UnitType, Units],
    resources: int,
    budget: int,
    population: int,
    is_below_median: bool,
    hours: int | None,
) -> None:
    nation = replace(
        nation_with(resources=resources, population=population, is_below_median=is_below_median),
        military=Military(units),
    )
    battle_at = None if hours is None else START + timedelta(hours=hours)

    advice = advise(nation, budget, tuple(UnitType), battle_at, act(), CLASSIC)

    order = advice.suggestion
    if order is None:
        return
    after = build(nation, order.unit, order.quantity, act(), CLASSIC)
    assert nation.resources - after.resources == order.cost <= budget
    assert after.military.orders[-1].due_at == START + order.time
    upkeep_then = nation.military.upkeep(CLASSIC.military) + order.upkeep
    assert upkeep_then <= income(nation, START + HOUR, CLASSIC.resources)
    assert next_charge(after, CLASSIC).missing == 0

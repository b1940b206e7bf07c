"""Tests what nations spend resources on, with the examples of docs/dominion.md."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from nazh.adapters.outbound.rulesets.toml_rulesets import parse_ruleset, ruleset_table
from nazh.domain.dominion.errors import general as errors
from nazh.domain.dominion.errors import military as military_errors
from nazh.domain.dominion.military.building import (
    build,
    build_time,
    cancel,
    disband,
    fortify,
    mobilize,
    price_of,
    upgrade_units,
)
from nazh.domain.dominion.names.names import parse_name
from nazh.domain.dominion.nations.founding import rename
from nazh.domain.dominion.nations.nation import Level
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.treasury import (
    Category,
    allocate,
    level_price,
    next_level,
    upgrade_storage,
)
from tests.unit.domain.dominion.dominion_examples import (
    CLASSIC,
    SEASON,
    START,
    act,
    nation_with,
    new_nation,
)

RESOURCES = CLASSIC.resources
DEVELOPMENT = CLASSIC.development


def test_a_new_nation_has_its_first_stock_and_protection() -> None:
    nation = new_nation()

    assert (nation.resources, nation.territory, nation.population) == (1_000, 100, 0)
    assert nation.protected_until == START + timedelta(hours=48)
    assert nation.power(CLASSIC) == 320
    assert sum(entry.amount for entry in nation.journal) == 1_000


@pytest.mark.parametrize(("day", "stock"), [(0, 1_000), (1, 1_100), (10, 2_000), (50, 5_000)])
def test_a_nation_that_comes_later_begins_with_more(day: int, stock: int) -> None:
    assert new_nation(START + timedelta(days=day, hours=23), SEASON).resources == stock


@pytest.mark.parametrize(("hours", "stock"), [(2, 1_000), (3, 1_100), (30, 2_000), (160, 5_000)])
def test_in_a_season_of_a_week_the_bonus_grows_eight_times_as_fast(hours: int, stock: int) -> None:
    season = Season(1, START, parse_ruleset(ruleset_table("blitz")))

    assert new_nation(START + timedelta(hours=hours), season).resources == stock


def test_each_upgrade_of_the_storage_costs_half_of_the_first_more() -> None:
    once = upgrade_storage(nation_with(12_500), act(), RESOURCES)
    twice = upgrade_storage(once, act(), RESOURCES)

    assert (once.resources, once.capacity(RESOURCES)) == (7_500, 15_000)
    assert (twice.resources, twice.capacity(RESOURCES)) == (0, 20_000)


def test_storage_has_a_highest_upgrade() -> None:
    with pytest.raises(errors.HighestLevel):
        upgrade_storage(nation_with(10**6, storage_upgrades=20), act(), RESOURCES)


def test_levels_cost_half_more_each() -> None:
    assert [level_price(level, DEVELOPMENT) for level in range(4)] == [1_000, 1_500, 2_250, 3_375]


def test_allocations_are_saved_until_they_buy_a_level() -> None:
    first = allocate(nation_with(5_000), Category.ECONOMY, 2_400, act(), DEVELOPMENT)
    second = allocate(first, Category.ECONOMY, 100, act(), DEVELOPMENT)

    assert (first.economy, first.resources) == (Level(1, 1_400), 2_600)
    assert (second.economy, second.resources) == (Level(2, 0), 2_500)


def test_one_allocation_can_buy_several_levels() -> None:
    after = allocate(nation_with(5_000), Category.ECONOMY, 2_600, act(), DEVELOPMENT)

    assert (after.economy, after.resources) == (Level(2, 100), 2_400)


@pytest.mark.parametrize("amount", [5, 100, 10**6])
def test_the_highest_level_takes_no_more_than_it_needs(amount: int) -> None:
    nation = nation_with(10**6, training=Level(9, level_price(9, DEVELOPMENT) - 5))

    after = allocate(nation, Category.MILITARY, amount, act(), DEVELOPMENT)

    assert (after.training, after.resources) == (Level(10, 0), 10**6 - 5)
    with pytest.raises(errors.HighestLevel):
        allocate(after, Category.MILITARY, 100, act(), DEVELOPMENT)


def test_the_next_level_has_a_price_until_the_highest() -> None:
    nation = nation_with(0, economy=Level(1, 400), training=Level(10, 0))

    levels = {category: next_level(nation, category, DEVELOPMENT) for category in Category}

    assert levels == {
        Category.ECONOMY: (400, 1_500),
        Category.MILITARY: (0, 0),
        Category.RESEARCH: (0, 0),
    }


def test_research_takes_what_buys_whole_points() -> None:
    after = allocate(nation_with(1_000), Category.RESEARCH, 109, act(), DEVELOPMENT)

    assert (after.research_points, after.resources) == (10, 900)
    with pytest.raises(errors.AmountTooSmall):
        allocate(after, Category.RESEARCH, 9, act(), DEVELOPMENT)


def test_one_point_of_research_can_be_bought() -> None:
    after = allocate(nation_with(1_000), Category.RESEARCH, 10, act(), DEVELOPMENT)

    assert (after.research_points, after.resources) == (1, 990)


@pytest.mark.parametrize("amount", [0, -1, -2_500])
@pytest.mark.parametrize("category", [Category.ECONOMY, Category.MILITARY])
def test_nothing_is_taken_back_from_levels(category: Category, amount: int) -> None:
    with pytest.raises(errors.AmountTooSmall):
        allocate(nation_with(1_000), category, amount, act(), DEVELOPMENT)


def test_an_order_is_paid_and_built_in_batches() -> None:
    after = build(nation_with(), UnitType.INFANTRY, 26, act(), CLASSIC)

    (order,) = after.military.orders
    assert (order.number, order.cost, after.resources) == (1, 2_600, 7_400)
    assert order.due_at == START + timedelta(hours=1)


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        (0, military_errors.InvalidQuantity),
        (1_001, military_errors.InvalidQuantity),
        (101, errors.NotEnoughResources),
    ],
)
def test_impossible_orders_are_refused(quantity: int, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        build(nation_with(), UnitType.INFANTRY, quantity, act(), CLASSIC)


def test_an_order_may_have_a_thousand_units() -> None:
    after = build(nation_with(100_000), UnitType.INFANTRY, 1_000, act(), CLASSIC)

    assert (after.military.ordered, after.resources) == (1_000, 0)


def test_a_nation_builds_five_orders_at_a_time() -> None:
    nation = nation_with()
    for _ in range(5):
        nation = build(nation, UnitType.INFANTRY, 1, act(), CLASSIC)

    with pytest.raises(military_errors.TooManyOrders):
        build(nation, UnitType.INFANTRY, 1, act(), CLASSIC)


def test_units_and_orders_together_are_limited_by_the_territory() -> None:
    military = Military({UnitType.INFANTRY: Units(1_980)})
    nation = build(nation_with(military=military), UnitType.INFANTRY, 10, act(), CLASSIC)

    with pytest.raises(military_errors.TooManyUnits) as refused:
        build(nation, UnitType.INFANTRY, 11, act(), CLASSIC)
    assert refused.value.facts["room"] == 10
    assert build(nation, UnitType.INFANTRY, 10, act(), CLASSIC).military.ordered == 20


def test_nations_below_the_median_pay_less_for_units() -> None:
    nation = nation_with(is_below_median=True)
    assert price_of(nation, UnitType.ARMOR, 3, CLASSIC) == 1_425

    (order,) = build(nation, UnitType.ARMOR, 3, act(), CLASSIC).military.orders
    assert order.cost == 1_425  # of which a part is refunded


def test_training_and_mobilization_shorten_the_time_of_building() -> None:
    trained = nation_with(training=Level(5))
    mobilized = mobilize(trained, act(), CLASSIC)

    assert build_time(trained, UnitType.ARMOR, 25, act(), CLASSIC) == timedelta(minutes=108)
    assert build_time(mobilized, UnitType.ARMOR, 25, act(), CLASSIC) == timedelta(minutes=72)


def test_no_training_shortens_the_time_of_building_below_nothing() -> None:
    trained = nation_with(training=Level(50))
    rules = replace(CLASSIC, military=replace(CLASSIC.military, level_speed=500))

    assert build_time(trained, UnitType.ARMOR, 25, act(), rules) == timedelta()


def test_mobilizing_shortens_what_remains_of_open_orders() -> None:
    nation = build(nation_with(), UnitType.ARMOR, 1, act(), CLASSIC)
    half_way = act(START + timedelta(hours=1))

    after = mobilize(nation, half_way, CLASSIC)

    assert after.military.orders[0].due_at == START + timedelta(minutes=100)
    with pytest.raises(military_errors.AlreadyMobilized):
        mobilize(after, half_way, CLASSIC)
    assert after.mobilized_until is not None
    again = mobilize(after, act(after.mobilized_until), CLASSIC)
    assert again.mobilized_until is not None
    assert again.mobilized_until > after.mobilized_until


def test_a_cancelled_order_gives_three_quarters_back() -> None:
    nation = build(nation_with(), UnitType.INFANTRY, 5, act(), CLASSIC)

    after = cancel(nation, 1, act(), CLASSIC)

    assert (after.resources, after.military.orders) == (9_875, ())
    with pytest.raises(military_errors.NoSuchOrder):
        cancel(after, 1, act(), CLASSIC)


def test_the_order_with_the_number_is_cancelled_and_no_other() -> None:
    nation = build(nation_with(), UnitType.INFANTRY, 5, act(), CLASSIC)
    nation = build(nation, UnitType.ARMOR, 1, act(), CLASSIC)
    price = nation.military.orders[1].cost

    after = cancel(nation, 2, act(), CLASSIC)

    assert [order.unit for order in after.military.orders] == [UnitType.INFANTRY]
    assert after.resources == nation.resources + price * 3 // 4


def test_disbanded_units_give_a_quarter_back_as_far_as_the_storage_goes() -> None:
    nation = nation_with(9_900, military=Military({UnitType.ARMOR: Units(2)}))

    after = disband(nation, UnitType.ARMOR, 1, act(), CLASSIC)

    assert (after.resources, after.military.of(UnitType.ARMOR)) == (10_000, Units(1))
    assert disband(after, UnitType.ARMOR, 1, act(), CLASSIC).military.size == 0
    with pytest.raises(military_errors.TooFewUnits):
        disband(after, UnitType.ARMOR, 2, act(), CLASSIC)
    with pytest.raises(military_errors.InvalidQuantity):
        disband(after, UnitType.ARMOR, 0, act(), CLASSIC)


def test_the_units_that_remain_keep_their_level() -> None:
    nation = nation_with(military=Military({UnitType.ARMOR: Units(4, 2)}))

    after = disband(nation, UnitType.ARMOR, 1, act(), CLASSIC)

    assert after.military.of(UnitType.ARMOR) == Units(3, 2)


def test_nations_below_the_median_get_the_same_refund_for_units() -> None:
    military = Military({UnitType.ARMOR: Units(4)})

    stocks = [
        disband(
            nation_with(0, military=military, is_below_median=is_below_median),
            *(UnitType.ARMOR, 4, act(), CLASSIC),
        ).resources
        for is_below_median in (True, False)
    ]

    assert stocks == [500, 500]


def test_an_upgrade_costs_research_and_makes_units_stronger() -> None:
    military = Military({UnitType.AIRCRAFT: Units(4)})
    nation = nation_with(20_000, research_points=1_500, military=military)

    once = upgrade_units(nation, UnitType.AIRCRAFT, act(), CLASSIC)
    twice = upgrade_units(once, UnitType.AIRCRAFT, act(), CLASSIC)

    assert (once.resources, once.research_points) == (15_000, 1_000)
    assert (twice.resources, twice.research_points) == (5_000, 0)
    assert twice.military.strength(CLASSIC.military) == 1_200
    with pytest.raises(errors.NotEnoughResearch):
        upgrade_units(twice, UnitType.AIRCRAFT, act(), CLASSIC)


def test_units_have_a_highest_level() -> None:
    levels = CLASSIC.military.upgrade_levels
    military = Military({UnitType.ARMOR: Units(1, levels - 1)})
    nation = nation_with(10**6, military=military, research_points=10**6)

    highest = upgrade_units(nation, UnitType.ARMOR, act(), CLASSIC)

    assert highest.military.of(UnitType.ARMOR).level == levels
    with pytest.raises(errors.HighestLevel):
        upgrade_units(highest, UnitType.ARMOR, act(), CLASSIC)


def test_a_nation_is_fortified_once_for_a_price_by_its_land() -> None:
    after = fortify(nation_with(), act(), CLASSIC)

    assert (after.resources, after.is_fortified) == (7_000, True)
    with pytest.raises(military_errors.AlreadyFortified):
        fortify(after, act(), CLASSIC)


def test_a_nation_is_renamed_once_in_thirty_days() -> None:
    first = rename(nation_with(), parse_name("Borealis"), act(), CLASSIC)
    later = act(START + timedelta(days=30))

    assert (first.name, first.resources) == ("Borealis", 9_000)
    with pytest.raises(errors.TooSoon) as refused:
        rename(first, parse_name("Corvia"), act(START + timedelta(days=29)), CLASSIC)
    assert refused.value.facts["when"] == later.at
    assert rename(first, parse_name("Corvia"), later, CLASSIC).name == "Corvia"

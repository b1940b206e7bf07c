"""Tests simulated seasons and their measures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.nations.units import Military, Units, UnitType
from nazh.domain.dominion.simulation.balance import Balance, measure_balance
from nazh.domain.dominion.simulation.policies import Policy
from nazh.domain.dominion.simulation.seasons import START, SimulatedNation, simulate
from tests.unit.domain.dominion.dominion_examples import CLASSIC, nation_with


def season(
    nations: int = 12, days: int = 5, seed: int = 1, *, of: tuple[Policy, ...] = tuple(Policy)
) -> tuple[SimulatedNation, ...]:
    return simulate(CLASSIC, nations, days, of, SeededRng(seed), lambda day: None)


def test_the_same_seed_gives_the_same_season() -> None:
    assert season() == season()
    assert season() != season(seed=2)


def test_every_nation_is_founded_and_policies_are_given_out_in_turn() -> None:
    played = season(nations=6, days=1, of=(Policy.ARM, Policy.GROW))

    assert [nation.policy for nation in played] == [Policy.ARM, Policy.GROW] * 3
    assert len({simulated.nation.id for simulated in played}) == 6
    assert all(simulated.nation.population >= 2 for simulated in played)


class LastRng:
    """Always gives the highest number."""

    def below(self, bound: int) -> int:
        return bound - 1

    def faces(self, count: int, sides: int) -> tuple[int, ...]:
        return (sides,) * count


@pytest.mark.parametrize(("days", "hours"), [(5, 11), (10, 23), (1, 2)])
def test_the_last_nation_is_founded_in_the_first_tenth(days: int, hours: int) -> None:
    (played,) = simulate(CLASSIC, 1, days, (Policy.SAVE,), LastRng(), lambda day: None)

    assert played.nation.founded_at == START + timedelta(hours=hours)


def test_progress_is_reported_after_each_day() -> None:
    days: list[int] = []

    simulate(CLASSIC, 2, 3, (Policy.SAVE,), SeededRng(1), days.append)

    assert days == [1, 2, 3]


@pytest.mark.parametrize("policy", Policy)
def test_no_policy_orders_units_whose_upkeep_takes_the_whole_income(policy: Policy) -> None:
    played = season(nations=8, days=10, of=(policy,))

    assert measure_balance(played, CLASSIC).stuck == 0


def test_each_policy_spends_as_its_name_says() -> None:
    save, grow, arm = (
        season(nations=4, days=10, of=(policy,))
        for policy in (Policy.SAVE, Policy.GROW, Policy.ARM)
    )

    assert all(
        simulated.nation.storage_upgrades > 0 and not simulated.ordered for simulated in save
    )
    assert all(simulated.nation.economy.level > 3 for simulated in grow)
    assert all(
        sum(simulated.ordered.values()) >= simulated.nation.military.size > 0 for simulated in arm
    )


@given(some.integers(2, 12), some.integers(0, 1_000))
def test_measures_stay_in_their_ranges(nations: int, seed: int) -> None:
    balance = measure_balance(season(nations, days=1, seed=seed), CLASSIC)

    assert 0 <= balance.gini < WHOLE
    assert balance.top_to_median >= WHOLE
    assert -WHOLE <= balance.size_rank <= WHOLE
    assert sum(balance.tenths) <= WHOLE


def test_the_measures_of_four_nations() -> None:
    # Their powers are 30, 60, 90 and 120.
    spent: tuple[dict[UnitType, int], ...] = (
        {UnitType.INFANTRY: 2},
        {},
        {UnitType.INFANTRY: 1, UnitType.AIRCRAFT: 1},
        {},
    )
    nations = [
        SimulatedNation(
            policy,
            nation_with(resources=resources, population=population, territory=0),
            ordered,
        )
        for policy, resources, population, ordered in zip(
            (Policy.SAVE, Policy.SAVE, Policy.ARM, Policy.ARM),
            (100, 200, 300, 400),
            (2, 1, 3, 4),
            spent,
            strict=True,
        )
    ]

    balance = measure_balance(nations, CLASSIC)

    assert balance == Balance(
        gini=2_500,
        top_to_median=13_333,
        size_rank=8_000,
        tenths=(0, 0, 1_000, 0, 2_000, 0, 0, 3_000, 0, 4_000),
        units={UnitType.INFANTRY: 7_500, UnitType.ARMOR: 0, UnitType.AIRCRAFT: 2_500},
        powers={Policy.SAVE: 45, Policy.ARM: 105},
        stuck=0,
    )


@pytest.mark.parametrize(("infantry", "stuck"), [(100, 0), (101, 1)])
def test_a_nation_whose_upkeep_is_above_its_income_is_stuck(infantry: int, stuck: int) -> None:
    military = Military({UnitType.INFANTRY: Units(infantry)})
    simulated = SimulatedNation(Policy.ARM, nation_with(population=1, military=military), {})

    assert measure_balance([simulated], CLASSIC).stuck == stuck


@pytest.mark.parametrize(
    ("changes", "is_balanced"),
    [
        ({"gini": 4_500}, True),
        ({"top_to_median": 4 * WHOLE}, True),
        ({"top_to_median": 4 * WHOLE + 1}, False),
        ({"units": {UnitType.ARMOR: 6_000}}, True),
        ({"units": {UnitType.ARMOR: 6_001}}, False),
        ({"stuck": 1}, False),
    ],
)
def test_the_limits_of_a_balanced_season(changes: dict[str, object], *, is_balanced: bool) -> None:
    equal = Balance(0, WHOLE, 0, (1_000,) * 10, {}, {}, stuck=0)

    changed = replace(equal, **changes)  # type: ignore[arg-type]  # fields of the measures

    assert changed.is_within_limits is is_balanced


def test_a_season_of_equals_is_balanced_and_one_of_giants_is_not() -> None:
    equal = Balance(0, WHOLE, 0, (1_000,) * 10, {UnitType.ARMOR: 5_000}, {}, stuck=0)
    uneven = Balance(4_501, WHOLE, 0, (1_000,) * 10, {UnitType.ARMOR: 5_000}, {}, stuck=0)

    assert equal.is_within_limits
    assert not uneven.is_within_limits

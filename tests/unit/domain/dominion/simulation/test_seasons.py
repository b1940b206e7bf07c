"""Tests simulated seasons and their measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.military import UnitType
from nazh.domain.dominion.simulation.balance import Balance, measure_balance
from nazh.domain.dominion.simulation.seasons import SimulatedNation, simulate
from nazh.domain.dominion.simulation.strategies import Strategy
from tests.unit.domain.dominion.dominion_examples import CLASSIC


def season(
    nations: int = 12, days: int = 5, seed: int = 1, *, of: tuple[Strategy, ...] = tuple(Strategy)
) -> tuple[SimulatedNation, ...]:
    return simulate(CLASSIC, nations, days, of, SeededRng(seed), lambda day: None)


def test_the_same_seed_gives_the_same_season() -> None:
    assert season() == season()
    assert season() != season(seed=2)


def test_every_nation_is_founded_and_strategies_are_given_out_in_turn() -> None:
    played = season(nations=6, days=1, of=(Strategy.ARM, Strategy.GROW))

    assert [one.strategy for one in played] == [Strategy.ARM, Strategy.GROW] * 3
    assert len({one.nation.id for one in played}) == 6
    assert all(one.nation.population >= 2 for one in played)


def test_progress_is_told_after_each_day() -> None:
    days: list[int] = []

    simulate(CLASSIC, 2, 3, (Strategy.SAVE,), SeededRng(1), days.append)

    assert days == [1, 2, 3]


@pytest.mark.parametrize("strategy", Strategy)
def test_no_strategy_orders_units_whose_upkeep_takes_the_whole_income(strategy: Strategy) -> None:
    played = season(nations=8, days=10, of=(strategy,))

    assert measure_balance(played, CLASSIC).stuck == 0


def test_each_strategy_spends_as_its_name_says() -> None:
    save, grow, arm = (
        season(nations=4, days=10, of=(strategy,))
        for strategy in (Strategy.SAVE, Strategy.GROW, Strategy.ARM)
    )

    assert all(one.nation.storage_upgrades > 0 and not one.ordered for one in save)
    assert all(one.nation.economy.level > 3 for one in grow)
    assert all(sum(one.ordered.values()) >= one.nation.military.size > 0 for one in arm)


@given(some.integers(2, 12), some.integers(0, 1_000))
def test_measures_stay_in_their_ranges(nations: int, seed: int) -> None:
    balance = measure_balance(season(nations, days=1, seed=seed), CLASSIC)

    assert 0 <= balance.gini < WHOLE
    assert balance.top_to_median >= WHOLE
    assert -WHOLE <= balance.size_rank <= WHOLE
    assert sum(balance.tenths) <= WHOLE


def test_a_season_of_equals_is_balanced_and_one_of_giants_is_not() -> None:
    equal = Balance(0, WHOLE, 0, (1_000,) * 10, {UnitType.ARMOR: 5_000}, {}, stuck=0)
    uneven = Balance(4_501, WHOLE, 0, (1_000,) * 10, {UnitType.ARMOR: 5_000}, {}, stuck=0)

    assert equal.is_within_limits
    assert not uneven.is_within_limits

"""Tests that ShowOdds resolves names, computes long odds off the loop, and caches results."""

from __future__ import annotations

import asyncio
from fractions import Fraction

import pytest

from nazh.application.dice.errors import DifficultyTwice
from nazh.application.dice.odds.odds_cache import MAX_ENTRIES, OddsCache
from nazh.application.dice.odds.show_odds import OddsRequest, ShowOdds
from nazh.domain.dice import COSMERE, NAZH, parse_roll
from nazh.domain.dice.errors import NoTotal, OddsTooHard, UnknownName
from nazh.domain.kernel.identity import UserId
from tests.doubles.saved_names import FixedSavedNames

ANN = UserId(1)


def show_odds(names: dict[str, str] | None = None) -> ShowOdds:
    return ShowOdds(FixedSavedNames(names or {}), OddsCache())


async def test_saved_names_and_the_difficulty_are_filled_in() -> None:
    odds = await show_odds({"@stealth": "7"})(OddsRequest("1d20+@stealth", ANN, difficulty=15))

    assert odds.plan.notation == "1d20+7 vs 15"
    assert odds.pools[0].success == Fraction(13, 20)


async def test_a_plot_die_is_added_under_the_ruleset() -> None:
    odds = await show_odds()(OddsRequest("1d20", ANN, add_plot=True, ruleset=COSMERE))

    assert odds.opportunity == Fraction(11, 30)


async def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownName):
        await show_odds()(OddsRequest("$attack", ANN))


async def test_two_difficulties_are_refused() -> None:
    with pytest.raises(DifficultyTwice):
        await show_odds()(OddsRequest("1d20 vs 10", ANN, difficulty=15))


async def test_a_difficulty_for_the_plot_die_alone_is_refused() -> None:
    with pytest.raises(NoTotal):
        await show_odds()(OddsRequest("1d20, dp vs 10", ANN))


async def test_long_odds_leave_the_loop_to_others() -> None:
    plan = parse_roll("5d10!!kh3")
    odds_cache = OddsCache()
    with pytest.raises(OddsTooHard):
        odds_cache.compute_inline(plan, NAZH)

    reckoning = asyncio.create_task(odds_cache.odds(plan, NAZH))
    await asyncio.sleep(0)
    assert not reckoning.done()

    assert await reckoning is odds_cache.compute_inline(plan, NAZH)


async def test_too_expensive_odds_are_refused() -> None:
    with pytest.raises(OddsTooHard):
        await OddsCache().odds(parse_roll("20d10000"), NAZH)


async def test_cached_odds_are_shown_with_the_requested_notation() -> None:
    odds_cache = OddsCache()
    first = await odds_cache.odds(parse_roll("2d6 # fire"), NAZH)

    again = await odds_cache.odds(parse_roll("2d6 # ice"), NAZH)

    assert again.pools is first.pools
    assert again.plan.comment == "ice"


async def test_only_the_latest_odds_are_remembered() -> None:
    odds_cache = OddsCache()
    first = await odds_cache.odds(parse_roll("1d6"), NAZH)
    for bonus in range(MAX_ENTRIES):
        await odds_cache.odds(parse_roll(f"1d6+{bonus + 1}"), NAZH)

    again = await odds_cache.odds(parse_roll("1d6"), NAZH)

    assert again is not first
    assert again == first

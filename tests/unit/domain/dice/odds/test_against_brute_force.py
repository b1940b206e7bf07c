"""Tests odds against the enumeration of all outcomes."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nazh.domain.dice import COSMERE, NAZH, PLAIN, Ruleset
from nazh.domain.dice.errors import DivisionByZero, OddsTooHard, OddsTooLong
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds import RollOdds, odds_of
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget
from nazh.domain.dice.odds.enumeration import enumerate_law
from nazh.domain.dice.odds.expressions import law_of
from nazh.domain.dice.odds.natural_filters import ALLOW_ALL
from nazh.domain.dice.odds.terms.single_dice import OddsContext
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.odds.brute_force import BruteForceOdds, TooManyOutcomes, brute_force
from tests.unit.domain.dice.strategies import small_notations, steady

K = TypeVar("K")
RULESETS = (NAZH, COSMERE, PLAIN)
FOLLOWED = 2
"""The further dice per pool in the enumeration."""


def agree(odds: RollOdds, ways: BruteForceOdds) -> None:
    """Check that both agree, except for the parts that are cut off."""
    truncated = Fraction(0)
    for place, pool in enumerate(odds.pools):
        if pool.totals is None:
            continue
        covered = dict(pool.totals.items())
        assert pool.totals.truncated >= 0
        assert sum(covered.values()) + pool.totals.truncated + pool.totals.failed == 1
        truncated += pool.totals.truncated
        if not (ways.failed and len(odds.pools) > 1):
            within(covered, ways.totals(place), pool.totals.truncated, ways.truncated)
    if not (truncated or ways.truncated):
        known = [pool.totals for pool in odds.pools if pool.totals is not None]
        assert prod(1 - totals.failed for totals in known) == 1 - ways.failed
    if not ways.failed:
        within(outcomes(odds), outcomes_of(ways, odds), truncated, ways.truncated)


def within(
    covered: dict[K, Fraction], known: dict[K, Fraction], truncated: Fraction, other: Fraction
) -> None:
    """Check equality if nothing was cut off."""
    for key in {*covered, *known}:
        assert covered.get(key, 0) <= known.get(key, 0) + other, key
        assert known.get(key, 0) <= covered.get(key, 0) + truncated, key


Result = tuple[tuple[bool, ...], bool, bool]


def outcomes(odds: RollOdds) -> dict[Result, Fraction]:
    """The joint distribution of successes, opportunities and threats."""
    return {
        (each.successes, each.narrative.opportunity, each.narrative.threat): each.probability
        for each in odds.outcomes
    }


def outcomes_of(ways: BruteForceOdds, odds: RollOdds) -> dict[Result, Fraction]:
    """The same by enumeration."""
    chances: dict[Result, Fraction] = {}
    for (totals, opportunity, threat), chance in ways.chances.items():
        reached = tuple(
            total >= pool.pool.target
            for total, pool in zip(totals, odds.pools, strict=True)
            if total is not None and pool.pool.target is not None
        )
        key = (reached, opportunity, threat)
        chances[key] = chances.get(key, Fraction(0)) + chance
    return chances


@settings(steady, max_examples=200)
@given(small_notations(), st.sampled_from(RULESETS))
def test_every_small_roll_matches_brute_force(text: str, ruleset: Ruleset) -> None:
    try:
        plan = read_roll(text)
        ways = brute_force(plan, ruleset, FOLLOWED, most=600)
    except (Refusal, TooManyOutcomes):
        assume(False)
        raise

    try:
        odds = odds_of(plan, ruleset)
    except DivisionByZero:
        assert not ways.chances or len(plan.pools) > 1
    except (OddsTooHard, OddsTooLong):
        assume(False)
    else:
        agree(odds, ways)


FINITE = (
    *("3d6", "4d4kh3", "4d4dl1", "4d4dl1dh1", "4d4km2", "5d3km2", "4d3kh3kl1", "3d6k>3", "a1d20+5"),
    *(
        "ad3d6",
        "dan3d4kh2",
        "dan3d4kl2",
        "2d20kh1+5",
        "3d4ro1",
        "3d4ro<=2kh2",
        "2d6ra6",
        "3d4ra4kh2",
        "3d3kh2ra1",
    ),
    *(
        "2d6mi3",
        "2d6ma4",
        "3d4mi2kh2ma3kl1",
        "3d6>=4",
        "3d6>=4f=1",
        "3d6>=4f=1>=1",
        "4dF",
        "3dFkh2",
    ),
    *("3d[1,2,2,5]", "3d[1,2,2,5]kh2", "{1d6,1d8,1d4}kh2", "{2d4,1d6}kl1", "{1d6,1d6,1d4}dl1>=3"),
    *(
        "{1d4,2d3}k>3",
        "(2d4+1d6)kh2",
        "(2d4-1d6)kl2",
        "(2d4+1d6+2)dh1",
        "(a1d6+1d4)k>2",
        "{2d6}>=7",
    ),
    *("1d6*1d4", "2d6/3", "7//1d4", "1d6%1d4", "-1d6", "2d6-2d4", "floor(1d6/2)", "round(2d4/3)"),
    *("abs(1d6-1d6)", "max(1d6,1d8)", "min(2d4,1d6,3)", "1d6>=1d4", "2d6>=7", "(1d4-1)*1d6"),
    *(
        "1d20+5 vs 15, dp",
        "a1d8+2 vs 7, a1dp",
        "d1d6 vs 5, d1dp",
        "1d20-3 vs 1, 1d6 vs 3, dp",
    ),
    *("1d20cs>=19cf<=2", "2d20kh1cs>=19", "d1d20-2", "{1d20,1d20}kh1", "(1d20+1d12)kh1", "p2d6"),
    *("{1d20,1d4+10}kh1", "max(1d20,1d20)", "2d20>=10", "1d20mi10", "1d20ro1", "a1d20ro1mi3"),
    *("{1d6,2d4}s", "(3d4)kh2kl1", "({1d4,1d6}kh1+1d4)kh1", "10/(1d4-1)", "{10/(1d4-1),1d6}kh1"),
    *("1d20, Damage: 6/(1dF+5)", "Damage: 1d20//(1d4-2)", "2d4s", "3d4sdkh1", "{3d4kh2,1d8}kh1dl1"),
    *(
        "1d20, Damage: 2+6/(1dF+5)",
        "1d20, Damage: -(6/(1dF+5))",
        "1d20, Damage: (6/(1dF+5))*2",
        "1d20, Damage: 2*(6/(1dF+5))",
    ),
    *("1d20, Damage: max(6/(1dF+5),2)", "1d20, Damage: {6/(1dF+5),2}kh1"),
    *("1d20, Damage: 6/(1dF+5)+1>=3", "1d20, Damage: 2>=6/(1dF+5)", "1d20, Damage: 6%(1dF+5)"),
    *("1d20, Damage: 6//(2d[0,1]>=1)", "1d20, Damage: 2d6//(1+1)"),
    *("2d6[fire]+1d4[ice]", "1d1", "3d1kh2", "0*1d6", "2.5*1d4", "1d6/4 vs 1", "1d20 vs 0, p1d6"),
)


@pytest.mark.parametrize("ruleset", RULESETS, ids=lambda ruleset: ruleset.name)
@pytest.mark.parametrize("text", FINITE)
def test_finite_rolls_match_brute_force_exactly(text: str, ruleset: Ruleset) -> None:
    plan = read_roll(text)

    odds = odds_of(plan, ruleset)

    assert all(pool.totals is None or pool.totals.truncated == 0 for pool in odds.pools)
    agree(odds, brute_force(plan, ruleset, most=20_000))


ENDLESS = (
    *("2d4!", "3d3!", "3d4!>=3", "2d6!<3", "2d4!p", "3d4!p", "2d4!!", "3d3!!", "2d4r1", "3d4r<=2"),
    *("2d6mi2!", "2d4!mi2", "2d4!>=4", "3d4!=2>=2f=1", "3d3!kh2", "2d4!kl1", "2d4!pkh1"),
    *(
        "2d4!mi2kh1",
        "2d4!k>1kh2",
        "3d4r1kh2",
        "2d6r<3>=4",
        "3d4u",
        "3d4ukh2",
        "3d4ukl1mi2",
        "4d4ukm2",
        "p2d6u",
        "p3d6ukh1",
        "p4d6uma2",
    ),
    *("2d[1,2,2,4]!", "2d[1,2,2,4]r2", "2dF!kh1", "2d4mi2!kh1", "{2d4!}>=5", "2d4!+1d4"),
    *("{1d3!+1d2!}kh1", "{1d2!+1d3!+1d2!}kh2"),
)


@pytest.mark.parametrize("share", [1, 2, 3])
@pytest.mark.parametrize("text", ENDLESS)
def test_unbounded_explosions_are_exact_up_to_the_stated_depth(text: str, share: int) -> None:
    plan = read_roll(text)
    ways = brute_force(plan, PLAIN, share, most=60_000)

    law = law_of(plan.pools[0].expression, OddsContext(StepBudget(), ALLOW_ALL, share))

    covered = {
        int(value): Fraction(ways, law.total_ways) for value, ways in law.weights.items() if ways
    }
    assert covered == ways.totals(0)
    assert Fraction(law.truncated, law.total_ways) == ways.truncated


@pytest.mark.parametrize(("text", "most"), [("1d15!", 3), ("1d16!", 2), ("1d63!", 2), ("1d64!", 1)])
def test_throws_below_one_in_four_thousand_are_truncated(text: str, most: int) -> None:
    node = read_roll(text).pools[0].expression

    law = enumerate_law(node, OddsContext(StepBudget(), ALLOW_ALL, 20))

    sides = int(text[2:-1])
    assert Fraction(law.truncated, law.total_ways) == Fraction(1, sides**most)


def test_each_term_of_a_group_has_its_own_share_of_further_dice() -> None:
    node = read_roll("{1d4r1+1d3r1}kl1").pools[0].expression

    law = law_of(node, OddsContext(StepBudget(), ALLOW_ALL, 1))

    two_rerolls = Fraction(1, 4) ** 2, Fraction(1, 3) ** 2
    covered = (1 - two_rerolls[0]) * (1 - two_rerolls[1])
    assert Fraction(law.truncated, law.total_ways) == 1 - covered

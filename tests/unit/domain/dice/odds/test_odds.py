"""Tests known odds, their bounds, and refusals."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given

from nazh.domain.dice import COSMERE, NAZH, RollPlan
from nazh.domain.dice.errors import DivisionByZero, OddsTooHard, OddsTooLong
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds import Distribution, Narrative, RollOdds, odds_of
from nazh.domain.dice.odds.arithmetic.laws import Law
from nazh.domain.kernel.errors import Refusal
from tests.unit.domain.dice.strategies import WrittenRoll, steady, written_rolls


def odds(text: str, *, plot: bool = False, cosmere: bool = False) -> RollOdds:
    return odds_of(read_roll(text, plot), COSMERE if cosmere else NAZH)


def totals(text: str) -> Distribution:
    known = odds(text).pools[0].totals
    assert known is not None
    return known


def test_two_dice_make_a_seven_in_six_ways_of_thirty_six() -> None:
    assert dict(totals("2d6").items())[7] == Fraction(1, 6)


def test_the_best_three_of_four_dice_are_eighteen_in_21_of_1296() -> None:
    assert dict(totals("4d6kh3").items())[18] == Fraction(21, 1296)


def test_mean_and_variance_are_exact() -> None:
    known = totals("20d6")

    assert known.mean == 70
    assert known.variance == Fraction(20 * 35, 12)


def test_a_difficulty_is_reached_or_not() -> None:
    (pool,) = odds("1d20+5 vs 15").pools

    assert pool.success == Fraction(11, 20)


def test_a_plot_die_lifts_every_skill_pool_and_no_other() -> None:
    skill, damage, plot = odds("1d20, 1d6, dp").pools

    assert skill.totals is not None
    assert damage.totals is not None
    assert skill.totals.mean == Fraction(21, 2) + 1
    assert damage.totals.mean == Fraction(7, 2)
    assert plot.totals is None


def test_a_plot_die_brings_an_opportunity_in_a_third_and_a_threat_in_a_third() -> None:
    known = odds("1d20", plot=True)

    assert (known.opportunity, known.threat) == (Fraction(1, 3), Fraction(1, 3))


def test_a_natural_twenty_of_the_cosmere_rules_is_an_opportunity_too() -> None:
    assert odds("1d20", plot=True, cosmere=True).opportunity == Fraction(11, 30)


def test_an_edge_makes_a_natural_twenty_likelier() -> None:
    known = odds("a1d20", plot=True, cosmere=True)

    assert known.opportunity == 1 - Fraction(361, 400) * Fraction(2, 3)
    assert known.threat == 1 - Fraction(399, 400) * Fraction(2, 3)


def test_success_opportunity_and_threat_are_shown_together() -> None:
    known = odds("1d20 vs 20", plot=True)

    together = {(each.successes, each.narrative): each.probability for each in known.outcomes}
    # A 20, or a threat with +2 on an 18 or 19, or with +4 on a 16 to 19.
    assert together[(True,), Narrative(opportunity=False, threat=True)] == Fraction(3 + 5, 120)
    assert sum(together.values()) == 1


def test_a_total_is_lifted_to_the_least_one() -> None:
    assert dict(totals("1d4-3").items())[1] == 1


def test_further_dice_are_cut_where_they_hardly_matter() -> None:
    known = totals("10d10!")

    assert 0 < known.truncated < Fraction(1, 10**12)


def test_a_long_but_likely_tail_is_followed_as_far_as_the_table_allows() -> None:
    known = totals("20d20u")

    assert known.ways[0][0] == 210
    assert Fraction(1, 100) < known.truncated < Fraction(1, 20)


@pytest.mark.parametrize("text", ["2d100r<100", "20d[1,1,1,1,1,1,1,2]!=1"])
def test_an_endless_roll_is_refused(text: str) -> None:
    with pytest.raises(OddsTooLong):
        odds(text)


@pytest.mark.parametrize(
    "text", ["20d10000", "20d100*20d100", "{1d6,2d6,3d6,4d6,5d6,2d20!kh1}kh3u"]
)
def test_expensive_odds_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        odds(text)

    assert caught.value.code


def test_a_roll_that_can_only_divide_by_zero_is_refused() -> None:
    with pytest.raises(DivisionByZero):
        odds("1d6/(1d1*0)")


def test_a_division_by_zero_is_shown_beside_the_totals() -> None:
    known = totals("6/(1d4-1)")

    assert known.failed == Fraction(1, 4)
    assert known.covered == Fraction(3, 4)
    assert known.truncated == 0


def test_a_scaled_law_has_the_same_probabilities() -> None:
    scaled = Law({3: 5, 6: 2}, total_ways=8, failed=1).scaled(12)

    assert scaled == Law({3: 60, 6: 24}, total_ways=96, failed=12)


def test_a_sum_divides_by_zero_if_either_of_its_terms_does() -> None:
    known = totals("6/(1d4-1) + 6/(1d3-1)")

    assert known.failed == 1 - Fraction(3, 4) * Fraction(2, 3)
    assert known.covered == Fraction(3, 4) * Fraction(2, 3)


def test_a_hundred_dice_have_exact_odds_too() -> None:
    plan = read_roll("20d6, 20d6, 20d6, 20d6, 20d6")

    assert all(
        pool.totals is not None and dict(pool.totals.items())[20] == Fraction(1, 6**20)
        for pool in odds_of(plan).pools
    )


def test_unique_dice_are_a_set_drawn_at_random() -> None:
    ways = dict(totals("3d6ukh1").items())

    assert ways[6] / ways[3] == comb(5, 2)


def odds_or_refusal(plan: RollPlan) -> RollOdds | None:
    try:
        return odds_of(plan, COSMERE)
    except (OddsTooHard, OddsTooLong, DivisionByZero):
        return None


@steady
@given(written_rolls())
def test_any_roll_has_odds_that_sum_to_one_or_is_refused(written: WrittenRoll) -> None:
    try:
        plan = read_roll(written.text)
    except Refusal:
        return

    known = odds_or_refusal(plan)

    for pool in () if known is None else known.pools:
        if pool.totals is not None:
            assert pool.totals.truncated >= 0
            assert pool.totals.covered + pool.totals.truncated + pool.totals.failed == 1

"""Tests summaries of faces, expectations and luck."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice import NAZH, judge, parse_roll, throw
from nazh.domain.dice.statistics.luck import luck_of
from nazh.domain.dice.statistics.roll_counts import CountKey, count_rolls
from nazh.domain.dice.statistics.summary import Statistics, statistics_of
from tests.doubles.clock import FrozenClock
from tests.doubles.rng import ScriptedRng

SINCE = FrozenClock().now()


def statistics(notation: str, *faces: int) -> Statistics:
    roll = judge(throw(parse_roll(notation), ScriptedRng(faces)), NAZH)
    return statistics_of(count_rolls([roll]), SINCE)


def test_faces_are_compared_with_a_fair_die() -> None:
    d4 = statistics("4d4, 1d6", 1, 4, 4, 2, 6).kind("d4")

    assert d4 is not None
    assert d4.counts == (1, 1, 0, 2)
    assert d4.expected == 1
    assert d4.mean == Fraction(11, 4)
    assert d4.expected_mean == Fraction(5, 2)
    assert d4.luck == luck_of({4: 4}, Fraction(1))


def test_luck_counts_all_thrown_dice_whatever_their_faces() -> None:
    summary = statistics("1d20, 2d6!, 2dF, 1d1000", 15, 6, 1, 5, 3, 2, 900)

    assert summary.luck == luck_of({20: 1, 6: 2, 3: 2}, Fraction(15 + 6 + 1 + 1) - Fraction(35, 2))
    assert summary.dice == 7


def test_a_plot_die_is_neither_lucky_nor_unlucky() -> None:
    summary = statistics("dp", 5)

    assert summary.luck is None
    assert summary.kinds[0].luck is None
    assert summary.opportunities == 1


def test_fudge_dice_count_from_minus_one() -> None:
    fudge = statistics("3dF", 1, 1, 3).kind("dF")

    assert fudge is not None
    assert (fudge.lowest, fudge.counts) == (-1, (2, 0, 1))
    assert fudge.mean == Fraction(-1, 3)
    assert fudge.expected_mean == 0


def test_the_dice_that_are_thrown_most_come_first() -> None:
    assert [kind.name for kind in statistics("1d6, 2d20", 1, 2, 3).kinds] == ["d20", "d6"]


def test_no_rolls_have_an_empty_summary() -> None:
    summary = statistics_of({}, None)

    assert (summary.rolls, summary.dice, summary.kinds, summary.luck) == (0, 0, (), None)
    assert summary.kind("d20") is None


@given(st.dictionaries(st.text(max_size=6), st.integers(1, 5)))
def test_words_that_a_newer_nazh_counts_are_passed_over(unknown: dict[str, int]) -> None:
    counts = {CountKey(f"?{word}", 1): count for word, count in unknown.items()}

    assert statistics_of(counts, SINCE).dice == 0

"""Tests chi-square statistics and the correction for many tests."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nazh.domain.dice.statistics.fairness import (
    ChiSquareStatistic,
    FairnessProperty,
    Sample,
    chi_square,
    corrected,
)


def statistic(
    sides: int, faces: list[int], lot: int = 7
) -> dict[FairnessProperty, ChiSquareStatistic]:
    sample = Sample(f"d{sides}", sides)
    for start in range(0, len(faces), lot):
        sample.take(faces[start : start + lot])
    return {finding.tested_property: finding for finding in sample.statistic()}


def test_chi_square_matches_textbook_values() -> None:
    assert chi_square([5, 8, 9, 8, 10, 20], 6) == Fraction(134, 10)


def test_a_face_that_never_fell_counts_too() -> None:
    assert chi_square([10, 10], 3) == chi_square([10, 10, 0], 3)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=12).filter(any))
def test_even_counts_alone_are_not_uneven_at_all(counts: list[int]) -> None:
    assert (chi_square(counts, len(counts)) == 0) is (len(set(counts)) == 1)


@given(st.lists(st.integers(1, 2), min_size=40, max_size=60), st.integers(1, 60))
def test_the_statistic_does_not_depend_on_the_batches(faces: list[int], lot: int) -> None:
    assert statistic(2, faces, lot) == statistic(2, faces, len(faces))


def test_pairs_share_no_die() -> None:
    pairs = statistic(2, [1, 2] * 20)[FairnessProperty.PAIRS]

    assert pairs.chi_square == chi_square([20, 0, 0, 0], 4)
    assert pairs.degrees_of_freedom == 3


def test_few_dice_are_not_tested() -> None:
    assert statistic(6, [1, 2, 3, 4, 5] * 5) == {}


def test_pairs_need_more_dice_than_faces() -> None:
    assert statistic(6, [1, 2, 3, 4, 5, 6] * 5).keys() == {
        FairnessProperty.FACES,
        FairnessProperty.EVENNESS,
    }


def test_perfectly_even_dice_are_judged_by_the_next_step() -> None:
    statistics = statistic(2, [1, 2, 2, 1] * 5)

    assert statistics[FairnessProperty.FACES].chi_square == 0
    assert statistics[FairnessProperty.EVENNESS].chi_square == Fraction(1, 5)


def test_holm_is_as_published() -> None:
    assert corrected([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_a_correction_keeps_the_order_and_lowers_nothing(chances: list[float]) -> None:
    corrected_chances = corrected(chances)

    assert all(
        chance <= corrected_chance <= 1
        for chance, corrected_chance in zip(chances, corrected_chances, strict=True)
    )
    ranked = [
        corrected_chance
        for _, corrected_chance in sorted(zip(chances, corrected_chances, strict=True))
    ]
    assert all(one <= other for one, other in pairwise(ranked))

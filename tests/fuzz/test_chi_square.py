"""Tests p-values of even and uneven counts."""

from __future__ import annotations

from tests.fuzz.chi_square import p_value


def test_even_counts_have_a_high_p_value() -> None:
    assert p_value([1000] * 6) == 1.0


def test_uneven_counts_surprise() -> None:
    assert p_value([1200, 1000, 1000, 1000, 1000, 800]) < 1e-15


def test_a_die_of_one_side_cannot_surprise() -> None:
    assert p_value([12]) == 1.0

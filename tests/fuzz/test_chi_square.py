"""The p-value agrees with printed tables of the chi-square distribution."""

from __future__ import annotations

import pytest

from tests.fuzz.chi_square import surprise, upper_gamma


@pytest.mark.parametrize(
    ("freedom", "critical", "p"),
    [
        (1, 3.841459, 0.05),
        (1, 6.634897, 0.01),
        (5, 11.070498, 0.05),
        (5, 0.554298, 0.99),
        (19, 43.820196, 0.001),
        (99, 123.225221, 0.05),
        (999, 1073.642652, 0.05),
    ],
)
def test_critical_values_have_their_printed_p(freedom: int, critical: float, p: float) -> None:
    assert upper_gamma(freedom / 2, critical / 2) == pytest.approx(p, rel=1e-4)


def test_even_counts_surprise_nobody() -> None:
    assert surprise([1000] * 6) == 1.0


def test_uneven_counts_surprise() -> None:
    assert surprise([1200, 1000, 1000, 1000, 1000, 800]) < 1e-15


def test_a_die_of_one_side_cannot_surprise() -> None:
    assert surprise([12]) == 1.0

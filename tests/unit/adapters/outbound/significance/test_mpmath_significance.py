"""P-values agree with printed tables of the chi-square distribution."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nazh.adapters.outbound.significance.mpmath_significance import MpmathSignificance
from nazh.application.dice.ports.statistics import Significance


@pytest.fixture
def significance() -> Significance:
    return MpmathSignificance()


@pytest.mark.parametrize(
    ("freedom", "critical", "p"),
    [
        (1, "3.841459", 0.05),
        (1, "6.634897", 0.01),
        (5, "11.070498", 0.05),
        (5, "0.554298", 0.99),
        (19, "43.820196", 0.001),
        (99, "123.225221", 0.05),
        (999, "1073.642652", 0.05),
    ],
)
def test_critical_values_have_their_printed_p(
    significance: Significance, freedom: int, critical: str, p: float
) -> None:
    at_most, at_least = significance.tails(Fraction(critical), freedom)

    assert at_least == pytest.approx(p, rel=1e-4)
    assert at_most == pytest.approx(1 - p, rel=1e-4)


def test_two_degrees_of_freedom_are_an_exponential(significance: Significance) -> None:
    at_most, at_least = significance.tails(Fraction(60), 2)

    assert at_least == pytest.approx(9.357622968840175e-14, rel=1e-12)
    assert at_most == pytest.approx(1 - at_least, rel=1e-12)


def test_perfectly_even_counts_are_never_exceeded_downwards(significance: Significance) -> None:
    assert significance.tails(Fraction(0), 5) == (0, 1)


def test_what_is_out_of_all_bounds_is_impossible_and_no_error(significance: Significance) -> None:
    assert significance.tails(Fraction(10**9), 1) == (1, 0)

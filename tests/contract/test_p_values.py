"""Tests the contract of p-value calculators (nazh.application.dice.ports.statistics)."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nazh.adapters.outbound.p_values.mpmath_p_values import MpmathPValues
from nazh.application.dice.ports.statistics import PValues

TWELVE_DIGITS = 1e-12


@pytest.fixture(params=[MpmathPValues])
def significance(request: pytest.FixtureRequest) -> PValues:
    p_values: PValues = request.param()
    return p_values


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
def test_critical_values_have_the_p_of_printed_tables(
    significance: PValues, freedom: int, critical: str, p: float
) -> None:
    at_most, at_least = significance.chi_square_tails(Fraction(critical), freedom)

    assert at_least == pytest.approx(p, rel=1e-4)
    assert at_most == pytest.approx(1 - p, rel=1e-4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chi_square=st.fractions(0, 400, max_denominator=10**6),
    pairs=st.integers(1, 50),
)
def test_an_even_freedom_is_right_to_twelve_digits(
    significance: PValues, chi_square: Fraction, pairs: int
) -> None:
    """The tail is then a sum of Poisson's: at least so much, fewer than ``pairs`` events."""
    with localcontext(prec=60):
        half = Decimal(chi_square.numerator) / chi_square.denominator / 2
        term = total = Decimal(1)
        for events in range(1, pairs):
            term = term * half / events
            total += term
        above = total * (-half).exp()
        below = 1 - above

    at_most, at_least = significance.chi_square_tails(chi_square, 2 * pairs)

    assert at_least == pytest.approx(float(above), rel=TWELVE_DIGITS)
    assert at_most == pytest.approx(float(below), rel=TWELVE_DIGITS)


def test_perfectly_even_counts_are_never_exceeded_downwards(significance: PValues) -> None:
    assert significance.chi_square_tails(Fraction(0), 5) == (0, 1)


def test_a_value_out_of_bounds_has_probability_zero(significance: PValues) -> None:
    assert significance.chi_square_tails(Fraction(10**9), 1) == (1, 0)

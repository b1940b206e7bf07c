"""Calculates the chi-square distribution to arbitrary precision."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import mpmath  # type: ignore[import-untyped]  # it has no types of its own

_DIGITS: Final = 20


class MpmathPValues:
    """Satisfies the port ``PValues``. Takes about a millisecond per call."""

    def chi_square_tails(self, chi_square: Fraction, freedom: int) -> tuple[float, float]:
        """Return the regularised incomplete gamma functions, lower and upper."""
        with mpmath.workdps(_DIGITS):
            shape = mpmath.mpf(freedom) / 2
            half = mpmath.mpf(chi_square.numerator) / chi_square.denominator / 2
            below = mpmath.gammainc(shape, 0, half, regularized=True)
            above = mpmath.gammainc(shape, half, mpmath.inf, regularized=True)
            return float(below), float(above)

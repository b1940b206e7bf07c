"""Chi-square: how surprising counts are, if every outcome was equally likely."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

_STEPS: Final = 100_000
_NEGLIGIBLE: Final = 1e-16


def surprise(counts: Sequence[int]) -> float:
    """Return the p-value of ``counts``, one for each equally likely outcome: from 0 to 1.

    It is the chance of counts at least as uneven as these; below one in a million, doubt the dice.
    Each outcome should be expected at least five times.
    """
    if len(counts) == 1:
        return 1.0
    return upper_gamma((len(counts) - 1) / 2, unevenness(counts) / 2)


def unevenness(counts: Sequence[int]) -> float:
    """Return the chi-square statistic of ``counts``, one for each equally likely outcome."""
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 for count in counts) / expected


def upper_gamma(shape: float, x: float) -> float:
    """Return the regularised upper incomplete gamma function Q(shape, x). ``shape > 0 <= x``."""
    if x == 0:
        return 1.0
    weight = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        return 1.0 - weight * _series(shape, x)
    return weight * _continued_fraction(shape, x)


def _series(shape: float, x: float) -> float:
    """Sum x^n / (shape (shape+1) … (shape+n)); converges fast for x below shape + 1."""
    term = total = 1 / shape
    for n in range(1, _STEPS):
        term *= x / (shape + n)
        total += term
        if term < total * _NEGLIGIBLE:
            break
    return total


def _continued_fraction(shape: float, x: float) -> float:
    """Evaluate Legendre's continued fraction by Lentz's method; for x above shape + 1."""
    b = x + 1 - shape
    c = math.inf
    d = result = 1 / b
    for n in range(1, _STEPS):
        a = -n * (n - shape)
        b += 2
        d = 1 / (a * d + b)
        c = b + a / c
        result *= c * d
        if abs(c * d - 1) < _NEGLIGIBLE * 10:
            break
    return result

"""Calculates luck, the share of all possible throws of the same dice with a lower sum.

With X the sum of fair dice, and s the actual sum, luck is P(X < s) + P(X = s) / 2. Half of the
equal sums count as lower, which makes luck symmetric: turn every face upside down, and luck becomes
1 - luck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log2, pi, prod, sin, sqrt, tan
from typing import Final

from nazh.domain.dice.odds.arithmetic.polynomials import Poly, power, times
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget

MAX_BITS: Final = 100_000
"""Bits of the table of all sums up to which luck is calculated exactly: 35 d20, or 90 d6."""
PRECISION: Final = Fraction(1, 10**9)
"""The largest error where luck is not exact; it is displayed with three digits."""
_NEGLIGIBLE: Final = 1e-12
_LOG_OF_NEGLIGIBLE: Final = -28.4
_STEPS: Final = 1_000_000
"""A limit that is never reached, because ``MAX_BITS`` limits the calculation first."""


@dataclass(frozen=True, slots=True)
class Luck:
    """``share``, from 0 to 1, is correct to within ``error``, which is 0 if it is exact."""

    share: Fraction
    error: Fraction = Fraction(0)


def luck_of(dice: Mapping[int, int], surplus: Fraction) -> Luck | None:
    """Return the luck of ``dice``, given by number of sides, or ``None`` without dice.

    ``surplus`` is how far their sum is above the mean of fair dice. The faces of a die are
    consecutive whole numbers. Takes 5 ms at most, and less than 1 ms for many dice.
    """
    dice = {sides: number for sides, number in dice.items() if sides > 1 and number}
    if not dice:
        return None
    if _bits(dice) <= MAX_BITS:
        return Luck(_exact_share(dice, surplus))
    return Luck(Fraction(_inverted_share(dice, float(surplus))), PRECISION)


def _bits(dice: Mapping[int, int]) -> float:
    """Return the size of a table of all sums with their numbers of ways, in bits."""
    sums = sum((sides - 1) * number for sides, number in dice.items())
    return sums * sum(log2(sides) * number for sides, number in dice.items())


def _exact_share(dice: Mapping[int, int], surplus: Fraction) -> Fraction:
    """Return the share by counting all throws."""
    budget = StepBudget(_STEPS)
    ways: Poly = {0: 1}
    for sides, number in dice.items():
        ways = times(ways, power(dict.fromkeys(range(sides), 1), number, budget), budget)
    observed_sum = (
        Fraction(sum((sides - 1) * number for sides, number in dice.items()), 2) + surplus
    )
    twice = sum(
        count if value == observed_sum else 2 * count
        for value, count in ways.items()
        if value <= observed_sum
    )
    return Fraction(twice, 2 * prod(sides**number for sides, number in dice.items()))


def _inverted_share(dice: Mapping[int, int], surplus: float) -> float:
    """Return the share from the characteristic function of the sum, which is real by symmetry.

    A sign function with the ``period`` of that many integers is a finite sum of sines, so the mean
    of the sign of X - s is a finite sum of values of the function (docs/statistics.md, "Luck"). Two
    parts are left out, each less than ``_NEGLIGIBLE``: sums further than ``reach`` from the mean
    (Hoeffding), and the terms after the one at which even their bound is negligible.
    """
    spread = sqrt(sum(number * (sides - 1) ** 2 for sides, number in dice.items()))
    reach = spread * sqrt(-_LOG_OF_NEGLIGIBLE / 2)
    period = 2 * int(reach + abs(surplus) + 2)
    luck = 0.5
    for index in range(1, period // 2, 2):
        angle = 2 * pi * index / period
        if _bound_of_tail(dice, angle) < _NEGLIGIBLE:
            break
        mean = prod(
            _characteristic_function(sides, angle) ** number for sides, number in dice.items()
        )
        luck += 2 / period / tan(angle / 2) * mean * sin(angle * surplus)
    return min(1.0, max(0.0, luck))


def _characteristic_function(sides: int, angle: float) -> float:
    """Return the characteristic function of one die about its mean."""
    return sin(sides * angle / 2) / (sides * sin(angle / 2))


def _bound_of_tail(dice: Mapping[int, int], angle: float) -> float:
    """Return an upper bound of the product of all characteristic functions from ``angle`` to pi.

    Up to its first zero each function is below a Gaussian; after it, below the envelope of its
    oscillation.
    """
    bound = 1.0
    for sides, number in dice.items():
        zero = 2 * pi / sides
        if angle < zero:
            bell = exp(-(sides * sides - 1) * angle * angle / 24)
            one = max(bell, 1 / (sides * sin(zero / 2)))
        else:
            one = 1 / (sides * sin(angle / 2))
        bound *= one**number
    return bound

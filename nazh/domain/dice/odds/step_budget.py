"""Work: how much reckoning one question may cost, counted in steps and never by a clock."""

from __future__ import annotations

from math import isqrt
from typing import Final

from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.limits import Limits

_DIGIT: Final = 30
_SCHOOLBOOK: Final = 70
"""Digits of 30 bits up to which whole numbers are multiplied digit by digit."""


class StepBudget:
    """A purse of steps, about a microsecond each. The same question costs the same everywhere."""

    __slots__ = ("remaining",)

    def __init__(self, steps: int = Limits.ODDS_STEPS) -> None:
        self.remaining = steps

    def spend(self, steps: int) -> None:
        """Pay for ``steps`` to come. Raises OddsTooHard when the purse is empty."""
        self.remaining -= steps
        if self.remaining < 0:
            raise OddsTooHard


def multiplication_steps(bits: int, other_bits: int) -> int:
    """Return the steps that a product of numbers of so many bits takes."""
    more, less = max(bits, other_bits) // _DIGIT + 1, min(bits, other_bits) // _DIGIT + 1
    if less <= _SCHOOLBOOK:
        return more * less // 1000 + 1
    return more * isqrt(less) // 80 + 1

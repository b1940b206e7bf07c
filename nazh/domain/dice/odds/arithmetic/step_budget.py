"""Limits the cost of one calculation, counted in steps and independent of any clock."""

from __future__ import annotations

from math import isqrt
from typing import Final

from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.limits import Limits

_DIGIT: Final = 30
_SCHOOLBOOK: Final = 70
"""Digits of 30 bits up to which integers are multiplied digit by digit."""


class StepBudget:
    """A budget of steps, about a microsecond each. Equal questions cost the same everywhere."""

    __slots__ = ("remaining",)

    def __init__(self, steps: int = Limits.ODDS_STEPS) -> None:
        self.remaining = steps

    def spend(self, steps: int) -> None:
        """Spend ``steps`` in advance. Raises OddsTooHard if the budget is exhausted."""
        self.remaining -= steps
        if self.remaining < 0:
            raise OddsTooHard


def multiplication_steps(bits: int, other_bits: int) -> int:
    """Return the steps for multiplying integers with this many bits."""
    more, less = max(bits, other_bits) // _DIGIT + 1, min(bits, other_bits) // _DIGIT + 1
    if less <= _SCHOOLBOOK:
        return more * less // 1000 + 1
    return more * isqrt(less) // 80 + 1

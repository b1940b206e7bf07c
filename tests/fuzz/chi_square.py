"""Computes the p-value of counts of equally likely outcomes."""

from __future__ import annotations

from collections.abc import Sequence

from nazh.adapters.outbound.p_values.mpmath_p_values import MpmathPValues
from nazh.domain.dice.statistics.fairness import chi_square


def p_value(counts: Sequence[int]) -> float:
    """Return the p-value of ``counts``, one for each equally likely outcome: from 0 to 1.

    It is the probability of counts at least as uneven; below 1e-6 the dice are suspect. Each
    outcome should be expected at least five times.
    """
    if len(counts) == 1:
        return 1.0
    return MpmathPValues().chi_square_tails(chi_square(counts, len(counts)), len(counts) - 1)[1]

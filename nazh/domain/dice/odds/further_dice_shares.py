"""Divides the limit on further dice in a pool among its modifiers."""

from __future__ import annotations

from collections.abc import Sequence

from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds.terms.single_dice import max_further_dice
from nazh.domain.dice.pools import Dice


def further_dice_share(terms: Sequence[Dice]) -> int:
    """Return how many further dice are followed for each unbounded modifier.

    All modifiers together stay within the limit, so the limit does not change the reported odds.
    Raises OddsTooHard if even modifiers that reroll once can exceed it.
    """
    low, high = 0, Limits.FURTHER_DICE
    if max_further_dice(terms, high) <= high:
        return high
    if max_further_dice(terms, 0) > Limits.FURTHER_DICE:
        raise OddsTooHard
    while low < high:
        middle = (low + high + 1) // 2
        if max_further_dice(terms, middle) <= Limits.FURTHER_DICE:
            low = middle
        else:
            high = middle - 1
    return low

"""Tests odds against simulated rolls, as an additional check."""

from __future__ import annotations

from collections import Counter

import pytest

from nazh.domain.dice import NAZH, judge, throw
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds import odds_of
from tests.unit.domain.dice.strategies import Luck

THROWS = 4_000
ROLLS = (
    *("1d20+5", "4d6kh3", "a1d20+5, dp", "10d10!", "5d6!kh3", "3d6!p", "8d10>=8f=1"),
    *("4d6r1kh3", "6d6u", "{2d6,1d12}kh1", "5d10!!kh3", "d[1,2,3,5,8]+2", "2*(1d6+3)-1d4"),
)


@pytest.mark.parametrize("text", ROLLS)
def test_the_dice_fall_as_the_odds_say(text: str) -> None:
    plan, luck = read_roll(text), Luck(20_260_101, "fair")

    thrown = Counter(judge(throw(plan, luck), NAZH).pools[0].total for _ in range(THROWS))

    totals = odds_of(plan).pools[0].totals
    assert totals is not None
    distance = freedom = 0.0
    expected = observed = 0.0
    for total, chance in totals.items():
        expected, observed = expected + float(chance) * THROWS, observed + thrown.pop(total, 0)
        if expected >= 10:
            distance += (observed - expected) ** 2 / expected
            freedom += 1
            expected = observed = 0.0
    assert not thrown, "a total that the odds do not know"
    # One honest run in ten thousand exceeds this (Wilson and Hilferty).
    freedom = max(1.0, freedom - 1)
    bound = 2 / (9 * freedom)
    assert distance < freedom * (1 - bound + 3.72 * bound**0.5) ** 3

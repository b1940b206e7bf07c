"""Tests odds against two odds libraries."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import icepool  # type: ignore[import-untyped]  # it has no types of its own
import pytest
from dyce import H, P

from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds import odds_of

Law = dict[int, Fraction]


def ours(text: str) -> Law:
    (pool,) = odds_of(read_roll(text)).pools
    assert pool.totals is not None
    return dict(pool.totals.items())


def by_icepool(die: icepool.Die[int]) -> Law:
    total_ways = die.denominator()
    return {outcome: Fraction(ways, total_ways) for outcome, ways in die.items()}


def by_dyce(histogram: H[int]) -> Law:
    return {int(outcome): Fraction(ways, histogram.total) for outcome, ways in histogram.items()}


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("20d6", lambda: 20 @ icepool.d6),
        ("4d6kh3", lambda: icepool.d6.highest(4, 3)),
        ("20d20kh10", lambda: icepool.d20.highest(20, 10)),
        ("10d12kl4", lambda: icepool.d12.lowest(10, 4)),
        ("7d8km3", lambda: icepool.d8.middle(7, 3)),
        ("2d20kh1+5", lambda: icepool.d20.highest(2) + 5),
        ("8d10>=8", lambda: 8 @ (icepool.d10 >= 8).map({True: 1, False: 0})),
        ("6d6mi2", lambda: 6 @ icepool.d6.clip(2, 6)),
        ("3d8*2d6", lambda: (3 @ icepool.d8) * (2 @ icepool.d6)),
        ("5d6ro<=2", lambda: 5 @ icepool.d6.reroll([1, 2], depth=1)),
    ],
)
def test_icepool_says_the_same(text: str, theirs: Callable[[], icepool.Die[int]]) -> None:
    assert ours(text) == by_icepool(theirs())


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("20d6", lambda: 20 @ H(6)),
        ("4d6kh3", lambda: (4 @ P(6)).at(slice(1, None))),
        ("10d10kl3", lambda: (10 @ P(10)).at(slice(0, 3))),
        ("3d6+2d8-1d4", lambda: 3 @ H(6) + 2 @ H(8) - H(4)),
    ],
)
def test_dyce_says_the_same(text: str, theirs: Callable[[], H[int]]) -> None:
    assert ours(text) == by_dyce(theirs())

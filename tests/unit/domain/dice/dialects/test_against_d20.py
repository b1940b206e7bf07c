"""Compares totals with the d20 library for the same faces."""

from __future__ import annotations

import random

import d20  # type: ignore[import-untyped]  # it has no types of its own
import pytest

from nazh.domain.dice import PLAIN, judge, throw_physical_dice
from nazh.domain.dice.dialects import Dialect, translate
from nazh.domain.dice.notation import read_roll

ROLLS = [
    "1d20+5",
    "4d6kh3",
    "4d6kl2",
    "6d6k3",
    "6d6k>3",
    "6d6k<3",
    "6d6p1",
    "6d6p>4",
    "6d6p<3",
    "6d6pl2",
    "6d6ph1",
    "8d6mi2",
    "2d20ma15",
    "8d6mi2kh3",
    "(1d4+1, 3, 2d6kl1)kh1",
    "(1d6, 1d8, 1d10)kl2",
    "2d6 >= 7",
    "2d6+1 < 7",
    "1d20 == 3",
    "3d6 != 10",
    "7 // 2 + 7 % 2 - 1d4",
    "(1d6+2)*3",
    "-1d6 + 10",
    "2d10/4",
]


def faces_of(node: d20.Number) -> list[int]:
    """Every drawn face, in draw order, without rerolls."""
    if isinstance(node, d20.Die):
        return [node.values[0].number]
    if isinstance(node, d20.Dice):
        return [face for die in node.values for face in faces_of(die)]
    return [face for child in node.children for face in faces_of(child)]


@pytest.mark.parametrize("written", ROLLS)
def test_the_same_faces_give_the_same_total(written: str) -> None:
    plan = read_roll(translate(written, Dialect.D20).notation)
    state = random.getstate()
    try:
        for seed in range(25):
            random.seed(seed)
            d20_result = d20.roll(written)
            thrown = throw_physical_dice(plan, faces_of(d20_result.expr.roll))
            assert judge(thrown[0], PLAIN).pools[0].total == d20_result.total, seed
    finally:
        random.setstate(state)

"""Tests that averages are exact means over all faces."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from nazh.domain.dice import judge, parse_roll, throw_physical_dice
from nazh.domain.dice.averages import average
from nazh.domain.dice.pools import Node
from nazh.domain.dice.rulesets import PLAIN


def expression(text: str) -> Node:
    return parse_roll(text).pools[0].expression


@pytest.mark.parametrize(
    "text",
    ["1d6", "2d4+3", "a1d8", "d1d8-2", "ad3d4", "1d6-1d4", "-1d4+1", "a1d[1,1,5]", "d1dF", "5"],
)
def test_the_average_is_the_mean_of_all_that_can_fall(text: str) -> None:
    plan = parse_roll(text)
    shapes = [
        term.die.shapes for term in plan.pools[0].terms for _ in range(term.count + term.edges)
    ]
    totals = [
        judge(throw, PLAIN).pools[0].total or 0
        for faces in product(*shapes)
        for throw in throw_physical_dice(plan, faces)
    ]

    assert average(expression(text)) == Fraction(sum(totals), len(totals))


@pytest.mark.parametrize("text", ["4d6kh3", "1d6!", "2*1d6", "1d6+0.5", "1d6>=3", "{1d6,1d8}kh1"])
def test_expensive_notation_has_no_average(text: str) -> None:
    assert average(expression(text)) is None


def test_a_plot_die_adds_nothing() -> None:
    assert average(expression("a1dp")) == 0
    assert average(expression("p2d6")) == Fraction(7, 2)

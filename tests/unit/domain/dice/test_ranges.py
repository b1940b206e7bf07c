"""Tests the least and the greatest value of an expression."""

from __future__ import annotations

from fractions import Fraction

import pytest

from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.ranges import Range, value_range
from tests.unit.domain.dice.scripted_rolls import raw


def reach(text: str) -> Range | None:
    """Between which bounds the first pool lies."""
    return value_range(read_roll(text).pools[0].expression)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("5", 5, 5),
        ("1d20", 1, 20),
        ("a1d20", 1, 20),
        ("2d6+5", 7, 17),
        ("2d6-1d4", -2, 11),
        ("4d6kh3", 3, 18),
        ("4d6dl1", 3, 18),
        ("4d6kh9", 4, 24),
        ("4d6dl9", 0, 0),
        ("4d6k>3", 0, 24),
        ("4dF", -4, 4),
        ("1d[2,3,5,8]", 2, 8),
        ("p3d6", 2, 12),
        ("dp", 0, 0),
        ("5d10>=8", 0, 5),
        ("5d10>=8f=1", -5, 5),
        ("1d6!", 1, 606),
        ("2d6mi3", 6, 12),
        ("2d6ma4", 2, 8),
        ("2d6r<=2", 2, 12),
        ("2d6>=3>=1", 0, 1),
        ("-1d6", -6, -1),
        ("2*1d6", 2, 12),
        ("-2*1d6", -12, -2),
        ("1d6*1d6", 1, 36),
        ("1d6/2", Fraction(1, 2), 3),
        ("1d6//2", 0, 3),
        ("floor(1d6/4)", 0, 1),
        ("ceil(1d6/4)", 1, 2),
        ("round(1d6/4)", 0, 2),
        ("abs(1d6-3)", 0, 3),
        ("max(1d6,3)", 3, 6),
        ("min(1d6,3)", 1, 3),
        ("{1d6,1d8}", 2, 14),
        ("{2d6,1d8}kh1", 2, 12),
        ("{2d6,1d8,5}dl1", 7, 20),
        ("{2d6,1d8,5}kh2dl9", 0, 0),
        ("{2d6,1d8,5}km1", 2, 8),
        ("{2d6-20,1d8}k>3", -18, 8),
        ("{1d6,1d8}>=5", 0, 2),
        ("2d6ra6", 2, 24),
        ("2d6!ra6", 2, 612),
        ("2d6ra6ra5", 2, 48),
        ("(2d6+3)>=5", 0, 1),
        ("1d6+3>=5", 0, 1),
        ("2d6dh1", 1, 6),
        ("4d6mi3ma4", 12, 16),
        ("2d6ma4mi5", 10, 10),
        ("7%4", 3, 3),
        ("-7%4", 1, 1),
        ("1d20%6", 0, 6),
        ("1d20%-6", -6, 0),
        ("1d6*(1d4-3)", -12, 6),
        ("6/1d3", 2, 6),
        ("6/-1d3", -6, -2),
        ("7//1d3", 2, 7),
        ("min(1d6-3,1-1d4)", -3, 0),
        ("max(1d6-3,1-1d4)", -2, 3),
        ("abs(-2-1d6)", 3, 8),
        ("abs(1d6-6)", 0, 5),
        ("{1d6-4,1d6}", -2, 8),
        ("{1d6-4,1d6-9}kl1", -8, -3),
        ("{1d6-4,1d6}k<3", -3, 8),
        ("{1d6,1d8}>=5f=1", -2, 2),
        ("(2d6+3)kh1", 3, 15),
        ("-(2d6)kh1", -12, 0),
        ("3>=2", 1, 1),
        ("2>=3", 0, 0),
        ("1d1+1=2", 1, 1),
    ],
)
def test_bounds(text: str, low: Quantity, high: Quantity) -> None:
    assert reach(text) == Range(low, high)


@pytest.mark.parametrize("text", ["1/(1d6-3)", "1//(1d6-3)", "max(1/(1d6-3),2)", "1/(1d6-3)+1"])
def test_a_divisor_that_may_be_zero_leaves_no_bounds(text: str) -> None:
    assert reach(text) is None


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("1d6mi6!kl1", (1, 1)),
        ("1d6mi3r3", (1, 1)),
        ("1d6ma3r3", (6, 6)),
        ("2d6mi6u", (1, 1, 1)),
        ("1d6mi6ra6kl1", (1, 1)),
        ("1d6ma5!!=5", (5, 6)),
        ("1d6mi6!p", (1, 1)),
        ("1d6ma2!!=2", (2, 6)),
        ("3d6mi6!kl1", (1, 1, 1, 1, 1, 1)),
        ("2d6kh1!kl1", (6, 6, 1)),
        ("1d6!pkl1", (6, 1)),
    ],
)
def test_rerolled_dice_lose_earlier_bounds(text: str, faces: tuple[int, ...]) -> None:
    bounds = reach(text)

    assert bounds is not None
    assert bounds.low <= raw(text, *faces) <= bounds.high

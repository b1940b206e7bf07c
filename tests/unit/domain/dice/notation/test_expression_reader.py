"""Tests letter case, white space and precedence of expressions."""

from __future__ import annotations

import pytest

from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.pools import Compare, Dice, Group, Sum, Tag
from tests.unit.domain.dice.scripted_rolls import canonical_notation, raw


@pytest.mark.parametrize(
    "text",
    [
        "a2d20kh1+5",
        "A2D20KH1+5",
        " a 2 d 20 kh 1 + 5 ",
        "a2d20 kh1 + 5",
        "a2d20k1+5",
        "a2d20k+5",
        "ａ２ｄ２０ｋｈ１＋５",
        "a2d20kh1\t+\n5",
        "(a2d20kh1)+5",
        "an2d20kh1+5",
    ],
)
def test_white_space_and_letter_case_are_free(text: str) -> None:
    assert canonical_notation(text) == "a2d20kh1+5"


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("d%", range(1, 101)),
        ("d100", range(1, 101)),
        ("d6", range(1, 7)),
        ("d1", range(1, 2)),
        ("dF", (-1, 0, 1)),
        ("df", (-1, 0, 1)),
        ("dp", range(1, 7)),
        ("d[1,2,3,5,8]", (1, 2, 3, 5, 8)),
        ("d[-1, 0, 0, 7]", (-1, 0, 0, 7)),
        ("d[4]", (4,)),
    ],
)
def test_the_faces_of_a_die(text: str, sides: tuple[int, ...]) -> None:
    (term,) = read_roll(text).pools[0].terms

    assert tuple(term.die.shapes) == tuple(sides)
    assert term.count == 1


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("a1d20", (Tag.ADVANTAGE,)),
        ("d1d20", (Tag.DISADVANTAGE,)),
        ("n1d20", ()),
        ("ad3d20", (Tag.ADVANTAGE, Tag.DISADVANTAGE)),
        ("na2d20", (Tag.PLAIN, Tag.ADVANTAGE)),
        ("ap2d6", (Tag.ADVANTAGE, Tag.PLOT)),
        ("d4d6", (Tag.DISADVANTAGE,)),
        ("d6d6", (Tag.DISADVANTAGE,)),
        ("a1dp", (Tag.ADVANTAGE,)),
    ],
)
def test_tags_come_before_a_count(text: str, tags: tuple[Tag, ...]) -> None:
    (term,) = read_roll(text).pools[0].terms

    assert term.tags == tags


def test_a_d_before_a_count_is_a_tag_and_after_dice_a_drop() -> None:
    assert raw("d4d6", 6, 1, 2, 3, 4) == 10
    assert raw("4d6d1", 6, 1, 2, 3) == 11


def test_a_comparison_directly_after_dice_counts_successes() -> None:
    dice = read_roll("5d10>=8").pools[0].expression

    assert isinstance(dice, Dice)
    assert read_roll("5d10>=8").pools[0].counts


def test_a_comparison_after_a_sum_compares_it() -> None:
    assert isinstance(read_roll("5d10+0>=8").pools[0].expression, Compare)


def test_a_comparison_after_the_last_dice_of_a_sum_counts_those() -> None:
    assert isinstance(read_roll("1d20+5d10>=8").pools[0].expression, Sum)
    assert raw("1d20+3d10>=8", 20, 8, 9, 1) == 22


def test_a_comparison_after_a_note_compares_the_sum() -> None:
    assert isinstance(read_roll("2d6[fire]>=8").pools[0].expression, Compare)


def test_braces_and_parentheses_make_the_same_group() -> None:
    assert read_roll("{1d6,1d8}kh1").pools == read_roll("(1d6,1d8)kh1").pools


def test_parentheses_without_a_modifier_leave_no_trace() -> None:
    assert read_roll("((1d6))").pools == read_roll("1d6").pools
    assert isinstance(read_roll("(1d6)kh1").pools[0].expression, Group)


def test_a_fudge_die_is_no_floor() -> None:
    assert raw("floor(1dF)", 1) == 1
    assert raw("1dF+floor(2.5)", 1) == 3


def test_numbers_may_have_decimals() -> None:
    assert raw("2.5*4") == 10
    assert canonical_notation("0.050") == "0.05"

"""Tests groups, notes and the rendered expression."""

from __future__ import annotations

import pytest

from nazh.domain.dice.evaluation.results import DieResult, Note
from tests.unit.domain.dice.scripted_rolls import dice, pool, raw, roll_faces


def plain_expression(text: str, *faces: int) -> str:
    """The rendered expression in plain characters."""
    words = []
    for piece in pool(text, *faces).pieces:
        match piece:
            case DieResult():
                words.append(f"[{piece.value}]" if piece.kept else f"[~{piece.value}]")
            case Note():
                words.append(f"<{piece.words}>")
            case str():
                words.append(piece)
    return "".join(words)


@pytest.mark.parametrize("text", ["{2d6,1d8}kh1", "(2d6,1d8)kh1", "{2d6 , 1d8} k1"])
def test_keep_in_a_group_of_several_looks_at_totals(text: str) -> None:
    assert raw(text, 3, 4, 5) == 7
    assert [die.kept for die in dice(text, 3, 4, 5)] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{2d6,1d8,5}", 17),
        ("{2d6,1d8,5}kh2", 12),
        ("{2d6,1d8,5}kl1", 5),
        ("{2d6,1d8,9}km1", 7),
        ("{2d6,1d8,9}dh1", 12),
        ("{2d6,1d8,9}dl1", 16),
        ("{2d6,1d8,9}k>=7", 16),
        ("{2d6,1d8,9}>=7", 2),
        ("{2d6,1d8,9}=5", 1),
        ("{2d6,1d8,9}>=7f=5", 1),
        ("{2d6,1d8,9}kh1>=7", 1),
        ("{2d6,1d8,9}kh2kl1", 7),
        ("{2d6*2,1d8+10}kh1", 15),
    ],
)
def test_modifiers_of_a_group_of_several_act_on_the_members_totals(text: str, value: int) -> None:
    assert raw(text, 3, 4, 5) == value


@pytest.mark.parametrize("text", ["(2d6+1d8)kh1", "{2d6+1d8}kh1", "((2d6)+1d8)kh1"])
def test_keep_in_a_group_of_one_acts_on_all_the_dice_inside(text: str) -> None:
    assert raw(text, 3, 4, 5) == 5
    assert [die.kept for die in dice(text, 3, 4, 5)] == [False, False, True]


def test_fixed_numbers_in_a_group_of_one_stay() -> None:
    assert raw("(2d6+10)dl1", 3, 4) == 14


@pytest.mark.parametrize(("text", "value"), [("(2d6)>=7", 1), ("(2d6)>=8", 0), ("{2d6+1}=8", 1)])
def test_a_comparison_in_a_group_of_one_acts_on_its_total(text: str, value: int) -> None:
    assert raw(text, 3, 4) == value


def test_a_member_that_was_dropped_has_no_dice_that_count() -> None:
    roll = roll_faces("{a1d20,1d20}kl1", 20, 4, 3)

    assert roll.pools[0].total == 3
    assert [mark for die in roll.pools[0].dice if not die.kept for mark in die.marks] == []


def test_in_a_tie_the_member_further_left_stays() -> None:
    assert [die.kept for die in dice("{1d6,1d6}kh1", 4, 4)] == [True, False]


def test_groups_may_be_nested() -> None:
    assert raw("{{1d6,1d8}kh1,1d4}dl1", 2, 7, 3) == 7
    assert raw("({1d6,1d8}kh1+1d4)kl1", 2, 7, 3) == 3


def test_a_group_of_several_may_be_sorted() -> None:
    assert plain_expression("{1d6,1d8,3}s", 5, 1) == "{[1], 3, [5]}"
    assert plain_expression("{1d6,1d8,3}sd", 5, 1) == "{[5], 3, [1]}"


@pytest.mark.parametrize(
    ("text", "faces", "words"),
    [
        ("2d6", (3, 4), "[3][4]"),
        ("2d6+5", (3, 4), "[3][4] + 5"),
        ("2d6-5", (3, 4), "[3][4] - 5"),
        ("2d6+0", (3, 4), "[3][4] + 0"),
        ("2d6-0", (3, 4), "[3][4] - 0"),
        ("2d6*2", (3, 4), "[3][4] × 2"),
        ("2d6/2", (3, 4), "[3][4] / 2"),
        ("2d6//2", (3, 4), "[3][4] // 2"),
        ("2d6%2", (3, 4), "[3][4] % 2"),
        ("(1d6+2)*3", (4,), "([4] + 2) × 3"),
        ("3*(1d6+2)", (4,), "3 × ([4] + 2)"),
        ("10-(1d6-2)", (4,), "10 - ([4] - 2)"),
        ("2d6kh1+1.50", (3, 4), "[~3][4] + 1.5"),
        ("-1d6", (4,), "-[4]"),
        ("-(1d6+2)", (4,), "-([4] + 2)"),
        ("{1d6,1d8}kh1", (3, 4), "{[~3], [4]}"),
        ("(2d6)kh1", (3, 4), "([~3][4])"),
        ("max(1d6,2)", (4,), "max([4], 2)"),
        ("1d6+2>=5", (4,), "[4] + 2 >= 5"),
        ("(1d6+2>=5)+1", (4,), "([4] + 2 >= 5) + 1"),
        ("1d6-2+3-4", (4,), "[4] - 2 + 3 - 4"),
        ("1d6+2*3", (4,), "[4] + 2 × 3"),
        ("2*3+1d6", (4,), "2 × 3 + [4]"),
        ("2*(3*1d6)", (4,), "2 × (3 × [4])"),
        ("(2*1d6)/4", (4,), "(2 × [4]) / 4"),
        ("-(2*1d6)", (4,), "-(2 × [4])"),
        ("1-(-1d6)", (4,), "1 - -[4]"),
        ("2*(-1d6)", (4,), "2 × -[4]"),
        ("2*max(1d6,2,3)", (4,), "2 × max([4], 2, 3)"),
        ("1+floor(1d6/2)", (4,), "1 + floor([4] / 2)"),
        ("2*(1d6+2>=5)", (4,), "2 × ([4] + 2 >= 5)"),
        ("{1d6,2}*3", (4,), "{[4], 2} × 3"),
        ("{1d6,2}s", (4,), "{2, [4]}"),
        ("2d6[fire]+1d4[cold iron]", (3, 4, 2), "[3][4]<fire> + [2]<cold iron>"),
        ("1d6[fire][magic]", (3,), "[3]<fire><magic>"),
    ],
)
def test_the_expression_is_shown_as_it_fell(text: str, faces: tuple[int, ...], words: str) -> None:
    assert plain_expression(text, *faces) == words

"""Tests that a roll at each limit passes, and one beyond is refused (docs/dice.md, "Limits")."""

from __future__ import annotations

import pytest

from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation import read_roll
from tests.unit.domain.dice.scripted_rolls import refused


def test_the_numbers_are_those_of_the_documentation() -> None:
    limits = {name: value for name, value in vars(Limits).items() if name.isupper()}

    assert limits == {
        "POOLS": 5,
        "DICE_IN_POOL": 20,
        "DICE_IN_ROLL": 100,
        "REPEATS": 10,
        "SIDES": 10_000,
        "FURTHER_DICE": 100,
        "NOTATION_LENGTH": 400,
        "NUMBER": 1_000_000_000,
        "MODIFIERS": 12,
        "SAVED_NAMES_IN_ROLL": 40,
        "NESTING": 20,
        "SAVED_NESTING": 5,
        "SAVED_TEXT_LENGTH": 2_000,
        "PARAMETERS": 5,
        "PARAMETER_NAME_LENGTH": 100,
        "SAVED_PER_OWNER": 100,
        "NAME_LENGTH": 32,
        "CHARACTERS_PER_PLAYER": 10,
        "NUMBERS_PER_CHARACTER": 60,
        "ODDS_STEPS": 40_000,
        "ODDS_STEPS_IN_TERMINAL": 400_000,
        "ODDS_DICE": 200,
        "PANEL_BUTTONS": 20,
        "PANEL_LABEL_LENGTH": 80,
        "PANEL_LENGTH": 2_000,
        "PANEL_TITLE_LENGTH": 80,
        "ODDS_VALUES": 20_000,
        "ODDS_TAIL": 10**12,
        "ODDS_TRUNCATED": 20,
    }


@pytest.mark.parametrize(
    ("within", "beyond", "code"),
    [
        ("1,2,3,4,5", "1,2,3,4,5,6", "too_many_pools"),
        ("20d6", "21d6", "too_many_dice"),
        ("10d6+10d8", "10d6+11d8", "too_many_dice"),
        ("{10d6,10d8}kh1", "{10d6,11d8}kh1", "too_many_dice"),
        ("a20d20", "a21d20", "too_many_dice"),
        ("5x20d6", "6x20d6", "too_many_dice_in_all"),
        ("2x" + "10d6," * 4 + "10d6", "2x" + "10d6," * 4 + "11d6", "too_many_dice_in_all"),
        ("10x10d6", "10x11d6", "too_many_dice_in_all"),
        ("10x1d6", "11x1d6", "too_many_repeats"),
        ("1d10000", "1d10001", "too_many_sides"),
        ("1000000000", "1000000001", "number_too_large"),
        ("0001000000000", "0001000000001", "number_too_large"),
        ("0" * 390 + "1", "0" * 380 + "10000000000", "number_too_large"),
        ("1d6kh1000000000", "1d6kh1000000001", "number_too_large"),
        ("1d[1000000000]", "1d[1000000001]", "number_too_large"),
        ("1d20 vs 1000000000", "1d20 vs 1000000001", "number_too_large"),
        ("(" * 20 + "1" + ")" * 20, "(" * 21 + "1" + ")" * 21, "nested_too_deep"),
        ("{" * 20 + "1" + "}" * 20, "{" * 21 + "1" + "}" * 21, "nested_too_deep"),
        ("abs(" * 20 + "1" + ")" * 20, "abs(" * 21 + "1" + ")" * 21, "nested_too_deep"),
        ("1d6" + "kh1" * 12, "1d6" + "kh1" * 13, "too_many_modifiers"),
        ("1" + " " * 399, "1" + " " * 400, "notation_too_long"),
        ("1#" + "x" * 398, "1#" + "x" * 399, "notation_too_long"),
    ],
)
def test_just_within_is_a_roll_and_one_more_is_refused(within: str, beyond: str, code: str) -> None:
    assert read_roll(within).pools

    assert refused(beyond).code == code


def test_parentheses_side_by_side_are_not_nested() -> None:
    assert read_roll("+".join(["(1)"] * 50)).pools


def test_the_plot_die_comes_on_top_of_five_pools() -> None:
    assert len(read_roll("1,2,3,4,5,dp").pools) == 6
    assert len(read_roll("1,2,3,4,5", add_plot=True).pools) == 6
    assert refused("1,2,3,4,5,dp+0").code == "too_many_pools"


@pytest.mark.parametrize("text", ["5x20d6", "20d6,20d6,20d6,20d6,20d6"])
def test_the_plot_die_comes_on_top_of_a_hundred_dice(text: str) -> None:
    plan = read_roll(text, add_plot=True)

    assert read_roll(plan.notation).pools == plan.pools


def test_an_edged_die_is_one_die() -> None:
    assert read_roll("aaaaaaaaaaaaaaaaaaaa20d20").dice == 20

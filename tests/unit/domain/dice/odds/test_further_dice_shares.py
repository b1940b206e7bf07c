"""Tests how many further dice each modifier of a pool is followed for."""

from __future__ import annotations

import pytest

from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.notation import read_roll
from nazh.domain.dice.odds.further_dice_shares import further_dice_share


def share(text: str) -> int:
    return further_dice_share(read_roll(text).pools[0].terms)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4d6", 100),
        ("4d6!", 100),
        ("4d6!+4d8!", 50),
        ("4d6!+4d8!!+4d10r1", 33),
        ("4d6u+4d8!p", 50),
        # Dice that are rerolled once need one further die each.
        ("20d6ro1", 100),
        ("16d6ro1+4d6!", 84),
        ("16d6kh3ro1+4d6!", 97),
        ("16d6dh5ro1+4d6!", 89),
        ("4d6dl6ro1+4d6!", 100),
        ("p5d6ro1+4d6!", 96),
        # Dice that were added are rerolled and added to as well.
        ("20d6ra6ra5", 100),
        ("16d6ra6ra5+4d6!", 52),
        ("2d6!ra6", 49),
        ("2d6!pro1", 49),
        ("2d6!!ra6", 98),
    ],
)
def test_all_modifiers_together_stay_within_the_limit(text: str, expected: int) -> None:
    assert share(text) == expected


def test_dice_that_are_rerolled_once_too_often_are_refused() -> None:
    with pytest.raises(OddsTooHard):
        share("20d6ra6ra5ra4")

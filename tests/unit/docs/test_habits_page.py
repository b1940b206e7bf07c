"""Tests every row of docs/habits.md: what is typed from habit, and what the hints say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from nazh.domain.dice.notation import read_roll
from nazh.domain.kernel.errors import Refusal

PAGE: Final = (Path(__file__).parents[3] / "docs" / "habits.md").read_text("utf-8")
ROWS: Final = [
    row
    for block in re.findall(r"```habits\n(.*?)```", PAGE, re.DOTALL)
    for row in block.splitlines()
]
UNDERSTOOD: Final = [tuple(row.split(" → ")) for row in ROWS if " → " in row]
REFUSED: Final = [row.partition(" ✗")[::2] for row in ROWS if " ✗" in row]
BOTS: Final = ("Avrae", "Dice Maiden", "DiscordDiceBot", "Dicelette", "Roll20")


def understood(typed: str) -> str:
    return read_roll(typed, saved=(("@attack", "5"),), is_typed=True).text


def test_the_page_has_every_bot_and_many_habits() -> None:
    assert [bot for bot in BOTS if f"## {bot}\n" not in PAGE] == []
    assert len(ROWS) == len(UNDERSTOOD) + len(REFUSED) >= 120


@pytest.mark.parametrize(("typed", "rolled"), UNDERSTOOD)
def test_habits_with_one_meaning_are_understood(typed: str, rolled: str) -> None:
    assert understood(typed) == rolled
    assert read_roll(rolled).text == rolled


@pytest.mark.parametrize(("typed", "written"), REFUSED)
def test_ambiguous_habits_are_refused_with_a_suggestion(typed: str, written: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_roll(typed, is_typed=True)

    refusal = caught.value
    assert refusal.source == typed
    assert refusal.at is not None
    assert 0 <= refusal.at < len(typed)
    assert refusal.hint
    for habit in filter(None, written.strip().split(", ")):
        assert habit in refusal.hint
        assert understood(habit)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("/roll 1d20+5 adv, 30d6", 18),
        ("1d20+5   advantage, 2d6 kh0", 26),
        ("roll 1d20+", 10),
        ("!r   6d0 drop lowest", 7),
        ("attack 1d20 adv, 0d6 fire", 17),
        ("１d20 adv, 0d6", 10),
        ("d20 d20", 4),
        ("Attack: 1d20 d4", 13),
    ],
)
def test_errors_point_into_the_typed_text(typed: str, at: int) -> None:
    with pytest.raises(Refusal) as caught:
        read_roll(typed, is_typed=True)

    assert (caught.value.at, caught.value.source) == (at, typed)


@pytest.mark.parametrize("stored", ["1d20 adv", "attack 1d20", "4d6 drop lowest", "1d20 dex"])
def test_stored_notation_has_no_habits(stored: str) -> None:
    with pytest.raises(Refusal):
        read_roll(stored)


@pytest.mark.parametrize("stored", ["-d20", "1d20d", "6#4d6", "/roll a: 1d20"])
def test_stored_notation_keeps_its_meaning(stored: str) -> None:
    assert read_roll(stored).notation != read_roll(stored, is_typed=True).notation

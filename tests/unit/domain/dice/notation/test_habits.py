"""Tests habits that the page of habits does not show."""

from __future__ import annotations

import pytest

from nazh.domain.dice.notation import read_roll


@pytest.mark.parametrize(
    ("typed", "rolled"),
    [
        ("2d6 fire + 1", "2d6[fire]+1"),
        ("2d6+3 fire + 1", "2d6[fire]+3+1"),
        ("2d6+3 fire+1d4", "2d6[fire]+3+1d4"),
    ],
)
def test_a_word_before_more_dice_or_numbers_is_a_note_of_the_dice(typed: str, rolled: str) -> None:
    assert read_roll(typed, is_typed=True).text == rolled

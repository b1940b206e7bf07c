"""Tests that words of a command line become the pools that were meant."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.cli.dice.words import typed_notation


@pytest.mark.parametrize(
    ("typed", "notation"),
    [
        ("1d20+5 2d6", "1d20+5, 2d6"),
        ("1d20+5 vs 15", "1d20+5 vs 15"),
        ("1d20+5 vs 15 2d8+4", "1d20+5 vs 15, 2d8+4"),
        ("2d8+4 1d20+5 dc 15", "2d8+4, 1d20+5 dc 15"),
        ("1d20 + 5", "1d20 + 5"),
        ("1d20 + 5 2d6", "1d20 + 5, 2d6"),
        ("Stealth: a1d20+5 vs 15 2d6", "Stealth: a1d20+5 vs 15, 2d6"),
        ("1d20 Damage: 2d6", "1d20, Damage: 2d6"),
        ("1d20 Damage-2: 2d6 Élan🎲: 1d8", "1d20, Damage-2: 2d6, Élan🎲: 1d8"),
        ("1d20+5 adv", "1d20+5 adv"),
        ("4d6 drop lowest", "4d6 drop lowest"),
        ("1d20 dp", "1d20, dp"),
        ("dF d%", "dF, d%"),
        ("1d20 2d6 #hi", "1d20, 2d6 # hi"),
        ("-1d4 -1d6", "-1d4, -1d6"),
        ("6 4d6kh3", "6 4d6kh3"),
        ("6x 4d6kh3", "6x 4d6kh3"),
        ("6 4d6kh3 1d20", "6 4d6kh3, 1d20"),
        ("1d20 5 2d6", "1d20, 5, 2d6"),
        ("", ""),
    ],
)
def test_words_are_grouped_into_pools(typed: str, notation: str) -> None:
    assert typed_notation(typed.split()) == notation

"""Tests notation that is refused as input but accepted when stored."""

from __future__ import annotations

import pytest

from nazh.domain.dice.errors import NoTotal
from nazh.domain.dice.notation import parse_canonical, read_roll, read_saved


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("dp vs 3", 3),
        ("1d20, a1dp  vs 3 # up", 12),
        ("Fate: p1d6[x]vs3", 13),
        ("2x dp vs 3, 1d20", 6),
    ],
)
def test_a_plot_die_alone_faces_no_difficulty(text: str, at: int) -> None:
    with pytest.raises(NoTotal) as refused:
        read_roll(text, is_typed=True)

    assert (refused.value.at, refused.value.source) == (at, text)


@pytest.mark.parametrize("text", ["1d20 vs 3, dp", "p1d6+1 vs 3", "p2d6 vs 3", "dp"])
def test_rolls_with_a_total_or_without_a_difficulty_are_read(text: str) -> None:
    assert read_roll(text, is_typed=True) == read_roll(text)


@pytest.mark.parametrize("notation", ["dp vs 3", "1d20, a1dp vs 3", "dp vs 3, 1d20"])
def test_stored_notation_stays_readable(notation: str) -> None:
    saved = (("$old", notation),)

    assert parse_canonical(notation).notation == notation
    assert read_roll("$old", saved=saved, is_typed=True).notation == notation


def test_it_is_saved_no_more() -> None:
    with pytest.raises(NoTotal) as refused:
        read_saved("$fate", "1d20, dp vs 3", {})

    assert (refused.value.at, refused.value.source) == (9, "1d20, dp vs 3")

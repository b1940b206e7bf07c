"""Tests that separate options are joined into one notation."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dice.rolling.notation_input import joined


@pytest.mark.parametrize(
    ("pools", "notation"),
    [
        (["1d20"], "1d20"),
        (["1d20", "2d6"], "1d20, 2d6"),
        (["1d20 # up", "2d6"], "1d20 , 2d6 # up"),
        (["1d20 #up", "2d6# down "], "1d20 , 2d6 # up down"),
        (["1d20#", "2d6"], "1d20, 2d6"),
        (["d20,d6 #up"], "d20,d6 #up"),
        (["1d20", "# hi"], "1d20 # hi"),
        (["# hi", "1d20", " ", "2d6"], "1d20, 2d6 # hi"),
        ([""], ""),
        ([], ""),
    ],
)
def test_pools_are_joined_and_remarks_go_to_the_end(pools: list[str], notation: str) -> None:
    assert joined(pools) == notation

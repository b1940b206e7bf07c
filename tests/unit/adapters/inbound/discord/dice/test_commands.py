"""What a player typed into the options of ``/roll`` becomes one notation."""

from __future__ import annotations

import lightbulb
import pytest

from nazh.adapters.inbound.discord.dice.commands import joined


@pytest.mark.parametrize(
    ("pools", "notation"),
    [
        (["1d20"], "1d20"),
        (["1d20", "2d6"], "1d20, 2d6"),
        (["1d20 # up", "2d6"], "1d20 , 2d6 # up"),
        (["1d20 #up", "2d6# down "], "1d20 , 2d6 # up down"),
        (["1d20#"], "1d20"),
    ],
)
def test_pools_are_joined_and_remarks_go_to_the_end(pools: list[str], notation: str) -> None:
    assert joined(pools) == notation


def test_lightbulbs_injection_is_off() -> None:
    assert not lightbulb.di.DI_ENABLED

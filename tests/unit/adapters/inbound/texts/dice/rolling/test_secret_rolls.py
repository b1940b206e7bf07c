"""Tests what is said about who can see a secret roll."""

from __future__ import annotations

import pytest

from nazh.adapters.inbound.texts.dice.rolling import secret_rolls as texts
from nazh.adapters.inbound.texts.languages import ENGLISH
from nazh.domain.guilds.channel_readers import ChannelReaders


@pytest.mark.parametrize(
    ("readers", "line"),
    [
        (None, "Also sent to <#12>."),
        (ChannelReaders(), "Also shown in <#12>, to game masters."),
        (
            ChannelReaders(roles=1),
            "Also shown in <#12>, which 1 role besides game masters can read.",
        ),
        (
            ChannelReaders(roles=2),
            "Also shown in <#12>, which 2 roles besides game masters can read.",
        ),
        (
            ChannelReaders(everyone=True, roles=2),
            "Also shown in <#12>, which everyone on this server can read.",
        ),
    ],
)
def test_a_secret_roll_says_who_else_can_read_it(readers: ChannelReaders | None, line: str) -> None:
    assert texts.also_shown_in(12, readers, ENGLISH) == f"-# {line}"


def test_game_masters_read_whose_secret_roll_it_is() -> None:
    assert texts.seen_by_game_master(3, 12, ENGLISH) == "Secret roll by <@3> in <#12>."
    assert texts.revealed_by(3, ENGLISH) == "<@3> reveals a secret roll."

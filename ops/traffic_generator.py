"""Generates typical interactions on localcord, for pictures and soak tests."""

from __future__ import annotations

from typing import Final

from localcord import ChannelUser

ROLLS: Final = (
    {"pool1": "Attack: a1d20+5 vs 15", "pool2": "2d6[fire]", "add_plot": True},
    {"pool1": "4d6kh3"},
    {"pool1": "1d20+5", "pool2": "2d6junk"},
    {"pool1": "8d6!>=5"},
    {"pool1": "d%", "pool2": "3d10>=8"},
    {"pool1": "2d6"},
    {"pool1": "9999d6"},
)
UNHURRIED: Final = {"NAZH_RATE_LIMIT_PER_USER": "off", "NAZH_RATE_LIMIT_PER_GUILD": "off"}
"""Settings without rate limits, so that few users can generate much load."""
_ACTIONS: Final = len(ROLLS) + 1


async def play(channel_user: ChannelUser, number: int) -> None:
    """Send the interaction that ``number`` selects, and wait for the response.

    Raises NotAnswered if there is none.
    """
    if (chosen := number % _ACTIONS) < len(ROLLS):
        await channel_user.slash("roll", **ROLLS[chosen])
    else:
        await channel_user.slash("build")

"""Answers that a picture follows: on a busy machine, not the first."""

from __future__ import annotations

import asyncio
from functools import partial

from localcord import ChannelUser, Conversation
from tests.e2e.program import TIMEOUT

A_WHILE = 15.0
"""Seconds after which no picture comes any more: the program gives each of them ten."""


async def wait_for_image(
    channel_user: ChannelUser, command: str, **options: object
) -> Conversation:
    """Ask until a picture follows, and return what was asked last."""
    async with asyncio.timeout(2 * TIMEOUT):
        while True:
            asked = await channel_user.slash(command, **options)
            if await asked.until(partial(bool, asked.follow_ups), A_WHILE):
                return asked

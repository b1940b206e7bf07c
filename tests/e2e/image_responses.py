"""Waits for responses with pictures, which may fail on a busy machine at first."""

from __future__ import annotations

import asyncio
from functools import partial

from localcord import ChannelUser, Conversation
from tests.e2e.program import TIMEOUT

A_WHILE = 15.0
"""Seconds after which no picture can arrive; the program limits each to ten."""


async def wait_for_image(
    channel_user: ChannelUser, command: str, **options: object
) -> Conversation:
    """Repeat a command until its response has a picture, and return its last conversation."""
    async with asyncio.timeout(2 * TIMEOUT):
        while True:
            conversation = await channel_user.slash(command, **options)
            if await conversation.until(partial(_has_files, conversation), A_WHILE):
                return conversation


def _has_files(conversation: Conversation) -> bool:
    return bool(conversation.reply.files)

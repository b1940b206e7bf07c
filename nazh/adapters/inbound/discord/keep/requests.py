"""Waits for requests to Discord, but not for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TypeVar

Result = TypeVar("Result")


async def within(seconds: float, request: Coroutine[object, object, Result]) -> Result:
    """Return the result of a request. Raises TimeoutError, and then the request goes on.

    It is not cancelled, because hikari's queue for a channel blocks for good if a waiting request
    is.
    """
    task = asyncio.shield(request)
    async with asyncio.timeout(seconds):
        return await task

"""Waits for requests to Discord, up to a timeout."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

Result = TypeVar("Result")


async def within(seconds: float, request: Awaitable[Result]) -> Result:
    """Return the result of a request. Raises TimeoutError, while the request continues.

    It is not cancelled, because hikari's queue for a channel or server blocks for good if a waiting
    request is.
    """
    task = asyncio.shield(request)
    async with asyncio.timeout(seconds):
        return await task

"""Stands in for Discord in a process that only runs jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable


class WorkService:
    """Satisfies ``Discord`` and ``Bot`` in a process that answers no interactions."""

    guilds = None
    in_flight = 0
    overload = None
    sync_error = None
    missing_intent = None

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once ``stores`` are open. Raises what they raise."""
        await stores

    async def run(self) -> None:
        """Wait until cancelled, as jobs run in the background."""
        await asyncio.Event().wait()

    async def stop(self, timeout: float) -> bool:
        """Return True, because the next process continues an interrupted job."""
        return True

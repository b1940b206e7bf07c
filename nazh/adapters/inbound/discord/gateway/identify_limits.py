"""Limits how often shards identify, so that Discord's limits are never exceeded.

Discord lets each of ``max_concurrency`` groups of shards start one session in five seconds, and a
bot about a thousand per day, in all processes together. Resuming a session is not limited.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from time import monotonic
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.gateway.resumable_shards import IdentifySlot

IDENTIFY_INTERVAL: Final = 5.25
"""Seconds between two identifies of one group: Discord's five, plus network jitter."""
MAX_WAIT: Final = 60.0
"""Seconds after which Discord is asked again for its limit."""
_LOG: Final = logging.getLogger(__name__)


class IdentifyLock(Protocol):
    """Grants slots to the shards of one group, across processes. No call raises."""

    def slot(self, group: int) -> AbstractAsyncContextManager[IdentifySlot]:
        """Wait for a slot of ``group``, from 0. ``acquire`` starts ``IDENTIFY_INTERVAL``."""
        ...


class LocalIdentifyLock:
    """Satisfies ``IdentifyLock`` for a bot whose sessions are all in this process."""

    def __init__(self, interval: float = IDENTIFY_INTERVAL) -> None:
        self._interval = interval
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._available_at: defaultdict[int, float] = defaultdict(float)

    @asynccontextmanager
    async def slot(self, group: int) -> AsyncIterator[IdentifySlot]:
        """Wait for a slot of ``group``."""
        async with self._locks[group]:
            await asyncio.sleep(max(0.0, self._available_at[group] - monotonic()))
            slot = _LocalIdentifySlot()
            try:
                yield slot
            finally:
                if slot.acquired_at is not None:
                    self._available_at[group] = slot.acquired_at + self._interval


class _LocalIdentifySlot:
    def __init__(self) -> None:
        self.acquired_at: float | None = None

    async def acquire(self) -> None:
        self.acquired_at = monotonic()


class SessionStartLimit:
    """Satisfies ``IdentifyLimiter``, within the daily limit and one shard of a group at a time.

    ``max_concurrency`` is what Discord reports at the start.
    """

    def __init__(self, rest: hikari.api.RESTClient, identify_lock: IdentifyLock) -> None:
        self._rest = rest
        self._identify_lock = identify_lock
        self.max_concurrency = 1

    @asynccontextmanager
    async def slot(self, shard: int) -> AsyncIterator[IdentifySlot]:
        """Wait for a slot of a shard."""
        await self._wait_for_session_start()
        async with self._identify_lock.slot(shard % self.max_concurrency) as slot:
            yield slot

    async def _wait_for_session_start(self) -> None:
        while True:
            try:
                limit = (await self._rest.fetch_gateway_bot_info()).session_start_limit
            except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
                # Continue: to exhaust the daily limit is rarer than a failure of this request.
                _LOG.info("could not read the session start limit, continuing: %s", error)
                return
            if limit.remaining > 0:
                return
            _LOG.warning(
                "the session start limit is used up, waiting %s", format_duration(limit.reset_after)
            )
            delay = min(MAX_WAIT, limit.reset_after.total_seconds())
            await asyncio.sleep(max(1.0, delay))


def format_duration(time: timedelta) -> str:
    """Return a duration in its two largest units, such as ``3 h 20 min``."""
    minutes, seconds = divmod(max(0, round(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

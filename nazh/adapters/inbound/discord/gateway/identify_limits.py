"""Session starts: one line after another, and never more than Discord grants.

Discord lets each of ``max_concurrency`` groups of shards start one session in five seconds, and a
bot about a thousand in a day, whichever process asks. Who goes on with a session needs neither.
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
"""Seconds between two starts of one group: Discord's five, and what the way there varies by."""
MAX_WAIT: Final = 60.0
"""Seconds after which Discord is asked again whether it grants a start."""
_LOG: Final = logging.getLogger(__name__)


class IdentifyLock(Protocol):
    """Gives turns to lines of one group, maybe in several processes. No call raises."""

    def slot(self, group: int) -> AbstractAsyncContextManager[IdentifySlot]:
        """Wait for the turn of ``group``, from 0. After ``use`` the next is ``APART`` s away."""
        ...


class LocalIdentifyLock:
    """Satisfies ``KeyedLock`` where no other process starts sessions of the bot."""

    def __init__(self, interval: float = IDENTIFY_INTERVAL) -> None:
        self._interval = interval
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._available_at: defaultdict[int, float] = defaultdict(float)

    @asynccontextmanager
    async def slot(self, group: int) -> AsyncIterator[IdentifySlot]:
        """Wait for the turn of ``group``."""
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
    """Satisfies ``SessionStarts``: a turn begins when Discord has starts left, and others are not.

    ``groups`` is Discord's ``max_concurrency``, which it tells at the start.
    """

    def __init__(self, rest: hikari.api.RESTClient, identify_lock: IdentifyLock) -> None:
        self._rest = rest
        self._identify_lock = identify_lock
        self.max_concurrency = 1

    @asynccontextmanager
    async def slot(self, shard: int) -> AsyncIterator[IdentifySlot]:
        """Wait for the turn of a shard."""
        await self._wait_for_session_start()
        async with self._identify_lock.slot(shard % self.max_concurrency) as slot:
            yield slot

    async def _wait_for_session_start(self) -> None:
        while True:
            try:
                limit = (await self._rest.fetch_gateway_bot_info()).session_start_limit
            except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
                # Nobody can tell; to come to an end of a thousand is rarer than this.
                _LOG.info("Discord does not tell how many sessions may start: %s", error)
                return
            if limit.remaining > 0:
                return
            _LOG.warning("no session may start for %s", format_duration(limit.reset_after))
            delay = min(MAX_WAIT, limit.reset_after.total_seconds())
            await asyncio.sleep(max(1.0, delay))


def format_duration(time: timedelta) -> str:
    """Return how long it is, in the largest two units that fit: ``3 h 20 min``."""
    minutes, seconds = divmod(max(0, round(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

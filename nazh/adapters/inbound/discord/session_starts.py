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

from nazh.adapters.inbound.discord.lines import Turn

APART: Final = 5.25
"""Seconds between two starts of one group: Discord's five, and what the way there varies by."""
LONGEST_PAUSE: Final = 60.0
"""Seconds after which Discord is asked again whether it grants a start."""
_LOG: Final = logging.getLogger(__name__)


class Turns(Protocol):
    """Gives turns to lines of one group, maybe in several processes. No call raises."""

    def turn(self, group: int) -> AbstractAsyncContextManager[Turn]:
        """Wait for the turn of ``group``, from 0. After ``use`` the next is ``APART`` s away."""
        ...


class OwnTurns:
    """Satisfies ``Turns`` where no other process starts sessions of the bot."""

    def __init__(self, apart: float = APART) -> None:
        self._apart = apart
        self._queues: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: defaultdict[int, float] = defaultdict(float)

    @asynccontextmanager
    async def turn(self, group: int) -> AsyncIterator[Turn]:
        """Wait for the turn of ``group``."""
        async with self._queues[group]:
            await asyncio.sleep(max(0.0, self._free_at[group] - monotonic()))
            turn = _OwnTurn()
            try:
                yield turn
            finally:
                if turn.used_at is not None:
                    self._free_at[group] = turn.used_at + self._apart


class _OwnTurn:
    def __init__(self) -> None:
        self.used_at: float | None = None

    async def use(self) -> None:
        self.used_at = monotonic()


class GrantedStarts:
    """Satisfies ``SessionStarts``: a turn begins when Discord has starts left, and others are not.

    ``groups`` is Discord's ``max_concurrency``, which it tells at the start.
    """

    def __init__(self, rest: hikari.api.RESTClient, turns: Turns) -> None:
        self._rest = rest
        self._turns = turns
        self.groups = 1

    @asynccontextmanager
    async def turn(self, shard: int) -> AsyncIterator[Turn]:
        """Wait for the turn of a shard."""
        await self._wait_until_granted()
        async with self._turns.turn(shard % self.groups) as turn:
            yield turn

    async def _wait_until_granted(self) -> None:
        while True:
            try:
                limit = (await self._rest.fetch_gateway_bot_info()).session_start_limit
            except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
                # Nobody can tell; to come to an end of a thousand is rarer than this.
                _LOG.info("Discord does not tell how many sessions may start: %s", error)
                return
            if limit.remaining > 0:
                return
            _LOG.warning("no session may start for %s", plain_duration(limit.reset_after))
            pause = min(LONGEST_PAUSE, limit.reset_after.total_seconds())
            await asyncio.sleep(max(1.0, pause))


def plain_duration(time: timedelta) -> str:
    """Return how long it is, in the largest two units that fit: ``3 h 20 min``."""
    minutes, seconds = divmod(max(0, round(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

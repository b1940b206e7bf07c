"""Grants identify slots across the processes of a bot."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Final
from uuid import uuid4

from redis.asyncio import Redis

from nazh.adapters.outbound.redis.connections import UNREACHABLE_ERRORS

LOCK_TTL: Final = 30.0
"""Seconds for a shard to connect in its slot. After that the slot is passed on."""
POLL_INTERVAL: Final = 0.5
"""The longest time in seconds between two attempts to get a slot."""
_RESERVE_SCRIPT: Final = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return 0 end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
return math.max(1, redis.call('PTTL', KEYS[1]))
"""
_HOLD_SCRIPT: Final = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
_RELEASE_SCRIPT: Final = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
_LOG: Final = logging.getLogger(__name__)


class RedisIdentifyLock:
    """Grants one slot at a time for each group, across all processes.

    ``prefix`` begins every key; after a slot was used, the next is ``interval`` seconds later.
    While Redis does not answer there are no slots, because too many identifies would reset the
    bot's token.
    """

    def __init__(self, redis: Redis, prefix: str, interval: float) -> None:
        self._redis = redis
        self._prefix = prefix
        self._interval = interval

    @asynccontextmanager
    async def slot(self, group: int) -> AsyncIterator[RedisIdentifySlot]:
        """Wait for a slot of ``group``."""
        turn = RedisIdentifySlot(
            self._redis, f"{self._prefix}session_start:{group}", self._interval
        )
        try:
            await turn.reserve()
            yield turn
        finally:
            await turn.release()


class RedisIdentifySlot:
    """One shard's slot, identified by a unique token."""

    def __init__(self, redis: Redis, key: str, interval: float) -> None:
        self._redis = redis
        self._key = key
        self._interval = interval
        self._name = uuid4().hex
        self._is_used = False

    async def reserve(self) -> None:
        """Wait until no other shard has the slot, and reserve it."""
        has_warned = False
        while True:
            try:
                left = await self._run(_RESERVE_SCRIPT, self._name, round(LOCK_TTL * 1000))
            except UNREACHABLE_ERRORS as error:
                if not has_warned:
                    _LOG.warning(
                        "a shard cannot identify without Redis, retrying (%s). Check that it runs, "
                        "and NAZH_REDIS_URL.",
                        error,
                    )
                has_warned = True
                left = round(LOCK_TTL * 1000)
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                # The client sometimes swallows a cancellation while it connects.
                raise asyncio.CancelledError
            if left == 0:
                return
            await asyncio.sleep(min(POLL_INTERVAL, left / 1000))

    async def acquire(self) -> None:
        """Start the interval before the next slot; if the slot was lost meanwhile, wait again."""
        self._is_used = True
        try:
            while not await self._run(_HOLD_SCRIPT, self._name, round(self._interval * 1000)):
                await self.reserve()
        except UNREACHABLE_ERRORS as error:
            # The slot's lease is longer than needed, so continuing is safe; others only wait.
            _LOG.warning("Redis did not answer while a shard identified: %s", error)

    async def release(self) -> None:
        """Pass the slot on, unless it was used."""
        if self._is_used:
            return
        try:
            await self._run(_RELEASE_SCRIPT, self._name)
        except UNREACHABLE_ERRORS as error:
            _LOG.info("an identify slot was not released and expires in %s s: %s", LOCK_TTL, error)

    async def _run(self, script: str, *values: str | int) -> int:
        answer: Awaitable[object] = self._redis.register_script(script)([self._key], values)
        return int(str(await answer))

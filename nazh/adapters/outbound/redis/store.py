"""The Redis as a store: there from its first use, and closed with the others."""

from __future__ import annotations

import asyncio
from typing import Final

from redis.asyncio import Redis

from nazh.adapters.outbound.redis.connecting import LACKS_ANSWER
from nazh.adapters.outbound.redis.line import Line

CLOSE_WITHIN: Final = 1.0
"""Seconds."""


class RedisStore:
    """Satisfies ``Store``. ``open`` waits for nothing: what needs Redis knows what to do without.

    ``redis`` and ``line`` are let go of at the end, with all who ask them.
    """

    def __init__(self, redis: Redis, line: Line | None = None) -> None:
        self._redis = redis
        self._line = line

    async def open(self) -> None:
        """Do nothing: connections are made when they are needed."""

    async def is_reachable(self) -> bool:
        """Return whether it answers. Never raises."""
        try:
            await self._redis.ping()
        except LACKS_ANSWER:
            return False
        return True

    async def close(self) -> None:
        """Let go of every connection. Never raises; may be called twice."""
        try:
            async with asyncio.timeout(CLOSE_WITHIN):
                if self._line is not None:
                    await self._line.close()
                await self._redis.aclose()
        except LACKS_ANSWER:
            pass

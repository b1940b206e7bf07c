"""Provides Redis as a store, which is checked and closed with the others."""

from __future__ import annotations

import asyncio
from typing import Final

from redis.asyncio import Redis

from nazh.adapters.outbound.redis.client import RedisClient
from nazh.adapters.outbound.redis.connections import UNREACHABLE_ERRORS

_HEALTH_KEY: Final = "nazh:health"
_HEALTH_KEY_MILLISECONDS: Final = 60_000
CLOSE_TIMEOUT: Final = 1.0
"""Seconds."""


class RedisStore:
    """Satisfies ``Store``. ``open`` does not wait, because everything has a fallback.

    ``redis`` and ``client`` are closed at the end.
    """

    def __init__(self, redis: Redis, client: RedisClient | None = None) -> None:
        self._redis = redis
        self._client = client

    async def open(self) -> None:
        """Do nothing; connections are opened on demand."""

    async def is_reachable(self) -> bool:
        """Return whether it answers and accepts writes, which a full one does not. Never raises."""
        try:
            await self._redis.set(_HEALTH_KEY, 1, px=_HEALTH_KEY_MILLISECONDS)
        except UNREACHABLE_ERRORS:
            return False
        return True

    async def close(self) -> None:
        """Close every connection. Never raises; may be called twice."""
        try:
            async with asyncio.timeout(CLOSE_TIMEOUT):
                if self._client is not None:
                    await self._client.close()
                await self._redis.aclose()
        except UNREACHABLE_ERRORS:
            pass

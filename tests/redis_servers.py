"""Provides a Redis namespace behind a proxy that can be slow or cut."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit
from uuid import uuid4

from redis.asyncio import Redis

from nazh.adapters.outbound.redis.client import RedisClient
from nazh.adapters.outbound.redis.connections import new_redis
from nazh.adapters.outbound.redis.store import RedisStore
from tests.doubles.fallbacks import UnexpectedFallbacks
from tests.external_services import absent

REDIS: Final = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")
"""A server on which tests may create and delete keys."""


@asynccontextmanager
async def redis_namespace(address: str = REDIS) -> AsyncIterator[tuple[Redis, str]]:
    """Yield a client and a prefix for keys, which are deleted afterwards."""
    redis, prefix = new_redis(address), f"nazh-test:{uuid4().hex}:"
    if not await RedisStore(redis).is_reachable():
        await RedisStore(redis).close()
        absent("redis", f"{urlsplit(address).hostname} does not answer")
    try:
        yield redis, prefix
    finally:
        async with Redis.from_url(REDIS) as sweeper:
            async for key in sweeper.scan_iter(match=f"{prefix}*", count=1000):
                await sweeper.delete(key)
        await RedisStore(redis).close()


@asynccontextmanager
async def two_clients() -> AsyncIterator[tuple[RedisClient, RedisClient]]:
    """Yield the clients of two processes that share a Redis, with long timeouts."""
    async with redis_namespace() as (redis, prefix):
        here, there = (
            RedisClient(redis, prefix, UnexpectedFallbacks(), timeout=5) for _ in range(2)
        )
        yield here, there
        await here.close()
        await there.close()


class RedisProxy:
    """A proxy to Redis that can delay by ``delay`` seconds each way, or break."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.is_cut = False
        self.opened = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def disconnect(self) -> None:
        """Close all connections, and accept none until ``mend``."""
        self.is_cut = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def restore(self) -> None:
        """Accept connections again, without delay."""
        self.is_cut, self.delay = False, 0.0

    async def handle(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Forward one connection in both directions."""
        if self.is_cut:
            back.close()
            return
        self.opened += 1
        there = urlsplit(REDIS)
        far, forth = await asyncio.open_connection(there.hostname, there.port or 6379)
        ways = (self._copy(near, forth), self._copy(far, back))
        for task in map(asyncio.create_task, ways):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while chunk := await source.read(65_536):
                await asyncio.sleep(self.delay)
                target.write(chunk)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()


@asynccontextmanager
async def redis_proxy() -> AsyncIterator[tuple[RedisProxy, str]]:
    """Yield a proxy to Redis, and its address."""
    way = RedisProxy()
    server = await asyncio.start_server(way.handle, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield way, f"redis://127.0.0.1:{port}{urlsplit(REDIS).path}"
    finally:
        await way.disconnect()
        server.close()
        await server.wait_closed()

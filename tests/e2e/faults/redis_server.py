"""Runs a Redis of its own, which can be full, and be killed and started again."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from ops.ports import free_port
from tests.e2e.program import TIMEOUT
from tests.external_services import absent

MAX_MEMORY = "4mb"


class RedisServer:
    """A Redis at ``url``, without a disk."""

    def __init__(self, program: str, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._program = program
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Return once it answers."""
        settings = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "")
        limits = ("--maxmemory", MAX_MEMORY, "--maxmemory-policy", "noeviction")
        self._process = await asyncio.create_subprocess_exec(
            self._program,
            *(*settings, *limits, "--dir", str(self._folder)),
            stdout=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(TIMEOUT), Redis.from_url(self.url) as redis:
            while not await _answers(redis):  # noqa: ASYNC110  # another process has no Event
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """End it at once, with all that it holds."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def fill(self) -> None:
        """Use up its memory, so that it refuses every write."""
        async with Redis.from_url(self.url) as redis:
            await redis.config_set("maxmemory", "1")

    async def empty(self) -> None:
        """Give it memory again."""
        async with Redis.from_url(self.url) as redis:
            await redis.config_set("maxmemory", MAX_MEMORY)


@asynccontextmanager
async def redis_server(folder: Path) -> AsyncIterator[RedisServer]:
    """Run a Redis, which needs no other service."""
    program = shutil.which("redis-server") or absent(
        "redis", "redis-server is not installed (Debian's redis-server)"
    )
    server = RedisServer(program, folder)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()


async def _answers(redis: Redis) -> bool:
    try:
        return bool(await redis.ping())
    except RedisConnectionError:
        return False

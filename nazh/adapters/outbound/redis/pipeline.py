"""Sends several commands to Redis in one message, and reads their replies.

The client's own pipelines cost three times as much, and cancelling a caller while the client
connects does not always work, so callers that cannot wait do not use it directly.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from redis.asyncio import Redis
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import ConnectionError as Broken
from redis.exceptions import ResponseError

from nazh.adapters.outbound.redis.connections import CONNECT_TIMEOUT, new_connection

Command = tuple[str | int, ...]


class RedisPipeline:
    """Sends pipelines over one connection, one after another; for one task at a time.

    After ``timeout`` seconds without a reply the connection is closed, so that a late reply is not
    read as another's.
    """

    def __init__(self, redis: Redis, timeout: float) -> None:
        self._connection = new_connection(redis)
        self._timeout = timeout

    async def execute(self, commands: Sequence[Command]) -> list[object]:
        """Return the reply to each of ``commands``, or its ``ResponseError``.

        A broken connection is replaced once. Raises one of ``UNREACHABLE_ERRORS``.
        """
        message = self._connection.pack_commands(commands)
        try:
            return await self._exchange(message, len(commands))
        except Broken:
            return await self._exchange(message, len(commands))

    async def close(self) -> None:
        """Close the connection. May be called twice."""
        await self._connection.disconnect(nowait=True)

    async def _exchange(self, message: list[bytes], answers: int) -> list[object]:
        if not self._connection.is_connected:
            async with asyncio.timeout(CONNECT_TIMEOUT):
                await self._connection.connect()  # type: ignore[no-untyped-call]  # the vendor's
        async with asyncio.timeout(self._timeout):
            await self._connection.send_packed_command(message, check_health=False)
            return [await _answer(self._connection) for _ in range(answers)]


async def _answer(connection: AbstractConnection) -> object:
    try:
        return await connection.read_response()
    except ResponseError as refusal:
        return refusal

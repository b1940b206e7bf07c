"""The carrier: many commands go to Redis in one message, and their answers come back.

The client's own pipelines cost three times as much; and who gives up on the client while it
connects is not always let go, so nobody who cannot wait talks to it himself.
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
    """Carries messages over one connection, one after another; it is for one task at a time.

    An answer that takes longer than ``patience`` seconds is waited for no more, and the connection
    is closed, so that nobody after is given it.
    """

    def __init__(self, redis: Redis, timeout: float) -> None:
        self._connection = new_connection(redis)
        self._timeout = timeout

    async def execute(self, commands: Sequence[Command]) -> list[object]:
        """Return what Redis answers to each of ``commands``: its words, or its ``ResponseError``.

        A connection that is found broken is made anew, once. Raises one of ``UNREACHABLE_ERRORS``.
        """
        message = self._connection.pack_commands(commands)
        try:
            return await self._exchange(message, len(commands))
        except Broken:
            return await self._exchange(message, len(commands))

    async def close(self) -> None:
        """Let go of the connection. May be called twice."""
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

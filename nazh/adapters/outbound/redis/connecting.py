"""Connections to Redis: how many, how patient, and who lets go of them. Made here alone."""

from __future__ import annotations

import asyncio
from typing import Final

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError

CONNECTIONS: Final = 16
"""The most for a process; who comes later waits for one, at most ``ANSWER_WITHIN``."""
CONNECT_WITHIN: Final = 1.0
ANSWER_WITHIN: Final = 1.0
"""Seconds. Who cannot wait so long gives up earlier; the connection is then closed, not reused."""
IDLE: Final = 30
"""Seconds after which a connection is asked whether it lives before it is used."""
CLOSE_WITHIN: Final = 1.0
NAME: Final = "nazh"
"""What ``CLIENT LIST`` calls our connections."""
LACKS_ANSWER: Final = (RedisError, OSError, TimeoutError)
"""What may come up where Redis does not answer, or answers that it will not."""


def new_redis(address: str) -> Redis:
    """Return a client of the Redis at ``address``; nothing is connected before the first command.

    A command whose connection breaks is sent once more, so each must bear to be carried out twice.
    """
    pool = BlockingConnectionPool.from_url(
        address,
        max_connections=CONNECTIONS,
        timeout=ANSWER_WITHIN,
        socket_connect_timeout=CONNECT_WITHIN,
        socket_timeout=ANSWER_WITHIN,
        health_check_interval=IDLE,
        retry=Retry(ExponentialBackoff(cap=0.1, base=0.01), retries=1),
        client_name=NAME,
        # Two questions less on each new connection; and the older protocol is the cheaper one.
        driver_info=None,
        protocol=2,
    )
    return Redis.from_pool(pool)


class RedisStore:
    """The Redis as a store: there from its first use, and closed with the others.

    ``open`` waits for nothing: what needs Redis says itself what holds without it.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

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
                await self._redis.aclose()
        except LACKS_ANSWER:
            pass

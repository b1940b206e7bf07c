"""Creates all connections to Redis, with their number and timeouts."""

from __future__ import annotations

from typing import Final, TypeAlias

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError

MAX_CONNECTIONS: Final = 16
"""Connections per process; more callers wait for one, at most ``RESPONSE_TIMEOUT``."""
CONNECT_TIMEOUT: Final = 1.0
RESPONSE_TIMEOUT: Final = 1.0
"""Seconds. If a caller gives up earlier, the connection is closed, not reused."""
HEALTH_CHECK_INTERVAL: Final = 30
"""Seconds without use after which a connection is checked before it is used."""
CLIENT_NAME: Final = "nazh"
"""The name of the connections in ``CLIENT LIST``."""
UNREACHABLE_ERRORS: Final = (RedisError, OSError, TimeoutError)
"""The errors that mean that Redis is unavailable."""


Client: TypeAlias = Redis
"""The client's type, which the composition root passes on."""


def new_redis(address: str) -> Client:
    """Return a client of the Redis at ``address``; it connects at the first command.

    If a connection breaks, its command is sent once more, so every command must be idempotent.
    """
    pool = BlockingConnectionPool.from_url(
        address,
        max_connections=MAX_CONNECTIONS,
        timeout=RESPONSE_TIMEOUT,
        socket_connect_timeout=CONNECT_TIMEOUT,
        socket_timeout=RESPONSE_TIMEOUT,
        health_check_interval=HEALTH_CHECK_INTERVAL,
        retry=Retry(ExponentialBackoff(cap=0.1, base=0.01), retries=1),
        client_name=CLIENT_NAME,
        # This saves two requests per new connection, and the older protocol is faster.
        driver_info=None,
        protocol=2,
    )
    return Redis.from_pool(pool)


def new_connection(redis: Redis) -> AbstractConnection:
    """Return a new connection of ``redis`` for a caller with its own timeout."""
    pool = redis.connection_pool
    new = pool.connection_class(**{**pool.connection_kwargs, "socket_timeout": None})
    assert isinstance(new, AbstractConnection), "a pool creates connections"
    return new

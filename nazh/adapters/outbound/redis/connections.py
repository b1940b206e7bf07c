"""Connections to Redis: how many, how patient, and who lets go of them. Made here alone."""

from __future__ import annotations

from typing import Final, TypeAlias

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import RedisError

MAX_CONNECTIONS: Final = 16
"""The most for a process; who comes later waits for one, at most ``RESPONSE_TIMEOUT``."""
CONNECT_TIMEOUT: Final = 1.0
RESPONSE_TIMEOUT: Final = 1.0
"""Seconds. Who cannot wait so long gives up earlier; the connection is then closed, not reused."""
HEALTH_CHECK_INTERVAL: Final = 30
"""Seconds after which a connection is asked whether it lives before it is used."""
CLIENT_NAME: Final = "nazh"
"""What ``CLIENT LIST`` calls our connections."""
UNREACHABLE_ERRORS: Final = (RedisError, OSError, TimeoutError)
"""What may come up where Redis does not answer, or answers that it will not."""


Client: TypeAlias = Redis
"""What the composition root hands on, and need not know."""


def new_redis(address: str) -> Client:
    """Return a client of the Redis at ``address``; nothing is connected before the first command.

    A command whose connection breaks is sent once more, so each must bear to be carried out twice.
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
        # Two questions less on each new connection; and the older protocol is the cheaper one.
        driver_info=None,
        protocol=2,
    )
    return Redis.from_pool(pool)


def new_connection(redis: Redis) -> AbstractConnection:
    """Return a connection as ``redis`` makes them, for one who keeps time himself: it waits."""
    pool = redis.connection_pool
    made = pool.connection_class(**{**pool.connection_kwargs, "socket_timeout": None})
    assert isinstance(made, AbstractConnection), "a pool makes connections"
    return made

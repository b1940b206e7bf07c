"""Builds the state that processes share outside the database, in Redis or in each process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.memory.debounce import MemoryDebouncer
from nazh.adapters.outbound.memory.idempotency import MemoryIdempotencyStore
from nazh.adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from nazh.adapters.outbound.memory.store import MemoryStore
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.application.shared.debounce import Debouncer
from nazh.application.shared.idempotency import IdempotencyStore
from nazh.application.shared.ports import Clock, Store
from nazh.application.shared.rate_limits import RateLimiter

if TYPE_CHECKING:
    from nazh.adapters.outbound.redis.connections import Client

REDIS: Final = "redis"
"""The name of Redis in health and metrics."""


@dataclass(frozen=True, slots=True)
class SharedState:
    """The shared state of processes. ``remote`` are the stores that may be unreachable."""

    store: Store
    rate_limiter: RateLimiter
    idempotency: IdempotencyStore
    debouncer: Debouncer
    remote: Mapping[str, Store] = field(default_factory=dict)


def key_prefix(settings: Settings) -> str:
    """Return the prefix of all keys of this application."""
    return f"nazh:{settings.discord.application_id}:"


def new_redis(address: str) -> Client:
    """Return a client of the Redis at ``address``; redis is an extra, imported only if needed."""
    from nazh.adapters.outbound.redis.connections import new_redis

    return new_redis(address)


def local_state(settings: Settings, clock: Clock) -> SharedState:
    """Return state in this process's memory."""
    limits = settings.rate_limit
    rate_limiter = MemoryRateLimiter(clock, limits.per_user, limits.per_guild)
    return SharedState(MemoryStore(), rate_limiter, MemoryIdempotencyStore(), MemoryDebouncer())


def redis_state(
    redis: Client, settings: Settings, clock: Clock, outages: PrometheusMetrics
) -> SharedState:
    """Return state in Redis, which falls back to this process's memory."""
    from nazh.adapters.outbound.redis.client import RedisClient
    from nazh.adapters.outbound.redis.debounce import RedisDebouncer
    from nazh.adapters.outbound.redis.idempotency import RedisIdempotencyStore
    from nazh.adapters.outbound.redis.rate_limiter import RedisRateLimiter
    from nazh.adapters.outbound.redis.store import RedisStore

    limits, client = settings.rate_limit, RedisClient(redis, key_prefix(settings), outages)
    store, local = RedisStore(redis, client), local_state(settings, clock)
    return SharedState(
        store,
        RedisRateLimiter(client, local.rate_limiter, limits.per_user, limits.per_guild),
        RedisIdempotencyStore(client, local.idempotency),
        RedisDebouncer(client, local.debouncer),
        {REDIS: store},
    )

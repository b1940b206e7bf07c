"""What several processes share in Redis, where there is one; else each has it for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.memory.debounce import MemoryDebouncer
from nazh.adapters.outbound.memory.idempotency import MemoryIdempotencyStore
from nazh.adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from nazh.adapters.outbound.memory.store import MemoryStore
from nazh.adapters.outbound.metrics.prometheus import PrometheusMetrics
from nazh.application.shared.ports import Clock, Store
from nazh.application.shared.rate_limits import RateLimit, parse_rate_limit

if TYPE_CHECKING:
    from nazh.adapters.outbound.redis.client import RedisClient
    from nazh.adapters.outbound.redis.connections import Client
    from nazh.adapters.outbound.redis.debounce import RedisDebouncer
    from nazh.adapters.outbound.redis.idempotency import RedisIdempotencyStore
    from nazh.adapters.outbound.redis.rate_limiter import RedisRateLimiter
    from nazh.adapters.outbound.redis.store import RedisStore

REDIS: Final = "redis"
"""What health and metrics call it."""


def key_prefix(settings: Settings) -> str:
    """Return how every key of this application begins."""
    return f"nazh:{settings.application_id}:"


def merge_stores(*remote_stores: Mapping[str, Store]) -> dict[str, Store]:
    """Return every store that is to be visited, by its name."""
    return {name: store for stores in remote_stores for name, store in stores.items()}


# Redis and its client are an extra, and are imported only where they are asked for.


def _redis(address: str) -> Client:
    from nazh.adapters.outbound.redis.connections import new_redis

    return new_redis(address)


def _client(redis: Client, settings: Settings, outages: PrometheusMetrics) -> RedisClient:
    from nazh.adapters.outbound.redis.client import RedisClient

    return RedisClient(redis, key_prefix(settings), outages)


def _store(redis: Client, client: RedisClient) -> RedisStore:
    from nazh.adapters.outbound.redis.store import RedisStore

    return RedisStore(redis, client)


def _rate_limiter(
    client: RedisClient, local: MemoryRateLimiter, *limits: RateLimit | None
) -> RedisRateLimiter:
    from nazh.adapters.outbound.redis.rate_limiter import RedisRateLimiter

    return RedisRateLimiter(client, local, *limits)


def _idempotency(client: RedisClient, local: MemoryIdempotencyStore) -> RedisIdempotencyStore:
    from nazh.adapters.outbound.redis.idempotency import RedisIdempotencyStore

    return RedisIdempotencyStore(client, local)


def _debouncer(client: RedisClient, local: MemoryDebouncer) -> RedisDebouncer:
    from nazh.adapters.outbound.redis.debounce import RedisDebouncer

    return RedisDebouncer(client, local)


class RedisContainer(containers.DeclarativeContainer):
    """One Redis, and what is shared in it."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Clock] = providers.Dependency()
    outages = providers.Dependency(instance_of=PrometheusMetrics)

    sharing_mode = settings.provided.sharing
    redis = providers.Singleton(_redis, settings.provided.redis_url.reveal.call())
    client = providers.Singleton(_client, redis, settings, outages)
    store = providers.Selector(
        sharing_mode,
        off=providers.Singleton(MemoryStore),
        on=providers.Singleton(_store, redis, client),
    )
    remote_stores = providers.Selector(
        sharing_mode, off=providers.Dict(), on=providers.Dict({REDIS: store})
    )
    limits = (
        providers.Callable(parse_rate_limit, settings.provided.limit_per_user),
        providers.Callable(parse_rate_limit, settings.provided.limit_per_guild),
    )
    local = providers.Singleton(MemoryRateLimiter, clock, *limits)
    rate_limiter = providers.Selector(
        sharing_mode, off=local, on=providers.Singleton(_rate_limiter, client, local, *limits)
    )
    local_idempotency = providers.Singleton(MemoryIdempotencyStore)
    idempotency = providers.Selector(
        sharing_mode,
        off=local_idempotency,
        on=providers.Singleton(_idempotency, client, local_idempotency),
    )
    local_debouncer = providers.Singleton(MemoryDebouncer)
    debouncer = providers.Selector(
        sharing_mode,
        off=local_debouncer,
        on=providers.Singleton(_debouncer, client, local_debouncer),
    )

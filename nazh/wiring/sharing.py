"""What several processes share in Redis, where there is one; else each has it for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.limits.memory import WindowMemory
from nazh.adapters.outbound.limits.turnstile import LimitsTurnstile
from nazh.adapters.outbound.memory.errands import MemoryErrands
from nazh.adapters.outbound.memory.store import MemoryStore
from nazh.adapters.outbound.memory.taps import MemoryTaps
from nazh.adapters.outbound.metrics.prometheus import PrometheusListener
from nazh.application.shared.ports import Clock, Store

if TYPE_CHECKING:
    from nazh.adapters.outbound.redis.connecting import Client
    from nazh.adapters.outbound.redis.errands import RedisErrands
    from nazh.adapters.outbound.redis.line import Line
    from nazh.adapters.outbound.redis.store import RedisStore
    from nazh.adapters.outbound.redis.taps import RedisTaps
    from nazh.adapters.outbound.redis.turnstile import RedisTurnstile

REDIS: Final = "redis"
"""What health and metrics call it."""


def key_prefix(settings: Settings) -> str:
    """Return how every key of this application begins."""
    return f"nazh:{settings.application_id}:"


def all_visited(*visited: Mapping[str, Store]) -> dict[str, Store]:
    """Return every store that is to be visited, by its name."""
    return {name: store for stores in visited for name, store in stores.items()}


# Redis and its client are an extra, and are imported only where they are asked for.


def _redis(address: str) -> Client:
    from nazh.adapters.outbound.redis.connecting import new_redis

    return new_redis(address)


def _line(redis: Client, settings: Settings, outages: PrometheusListener) -> Line:
    from nazh.adapters.outbound.redis.line import Line

    return Line(redis, key_prefix(settings), outages)


def _store(redis: Client, line: Line) -> RedisStore:
    from nazh.adapters.outbound.redis.store import RedisStore

    return RedisStore(redis, line)


def _turnstile(line: Line, alone: LimitsTurnstile, settings: Settings) -> RedisTurnstile:
    from nazh.adapters.outbound.redis.turnstile import RedisTurnstile

    return RedisTurnstile(line, alone, settings.limit_per_user, settings.limit_per_guild)


def _errands(line: Line, alone: MemoryErrands) -> RedisErrands:
    from nazh.adapters.outbound.redis.errands import RedisErrands

    return RedisErrands(line, alone)


def _taps(line: Line, alone: MemoryTaps) -> RedisTaps:
    from nazh.adapters.outbound.redis.taps import RedisTaps

    return RedisTaps(line, alone)


class SharingContainer(containers.DeclarativeContainer):
    """One Redis, and what is shared in it."""

    settings = providers.Dependency(instance_of=Settings)
    clock: providers.Dependency[Clock] = providers.Dependency()
    outages = providers.Dependency(instance_of=PrometheusListener)

    kind = settings.provided.sharing
    redis = providers.Singleton(_redis, settings.provided.redis_url.reveal.call())
    line = providers.Singleton(_line, redis, settings, outages)
    store = providers.Selector(
        kind,
        off=providers.Singleton(MemoryStore),
        on=providers.Singleton(_store, redis, line),
    )
    visited = providers.Selector(kind, off=providers.Dict(), on=providers.Dict({REDIS: store}))
    alone = providers.Singleton(
        LimitsTurnstile,
        providers.Singleton(WindowMemory, clock),
        clock,
        settings.provided.limit_per_user,
        settings.provided.limit_per_guild,
    )
    turnstile = providers.Selector(
        kind, off=alone, on=providers.Singleton(_turnstile, line, alone, settings)
    )
    begun_alone = providers.Singleton(MemoryErrands)
    begun_errands = providers.Selector(
        kind, off=begun_alone, on=providers.Singleton(_errands, line, begun_alone)
    )
    taps_alone = providers.Singleton(MemoryTaps)
    taps = providers.Selector(kind, off=taps_alone, on=providers.Singleton(_taps, line, taps_alone))

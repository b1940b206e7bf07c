"""Tests the contract of idempotency stores (nazh.adapters.inbound.discord.interactions)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from nazh.adapters.outbound.memory.idempotency import MemoryIdempotencyStore
from nazh.adapters.outbound.redis.client import RedisClient
from nazh.adapters.outbound.redis.connections import new_redis
from nazh.adapters.outbound.redis.idempotency import TTL_SECONDS, RedisIdempotencyStore
from nazh.adapters.outbound.redis.store import RedisStore
from nazh.application.shared.idempotency import IdempotencyStore
from tests import redis_servers
from tests.doubles.fallbacks import CountingFallbacks, UnexpectedFallbacks
from tests.redis_servers import two_clients


@pytest.fixture(params=["memory", "redis"])
async def both(
    request: pytest.FixtureRequest,
) -> AsyncIterator[tuple[IdempotencyStore, IdempotencyStore]]:
    """The stores of two processes that share them, or one store twice."""
    if request.param == "memory":
        fallback = MemoryIdempotencyStore()
        yield fallback, fallback
        return
    async with two_clients() as (here, there):
        yield (
            RedisIdempotencyStore(here, MemoryIdempotencyStore()),
            RedisIdempotencyStore(there, MemoryIdempotencyStore()),
        )


async def test_a_claimed_key_cannot_be_claimed_again(
    both: tuple[IdempotencyStore, IdempotencyStore],
) -> None:
    here, there = both

    assert await here.claim("roll 1")
    assert not await there.claim("roll 1")
    assert not await here.claim("roll 1")
    assert await there.claim("roll 2")


async def test_of_many_concurrent_claims_one_succeeds(
    both: tuple[IdempotencyStore, IdempotencyStore],
) -> None:
    begun = await asyncio.gather(*(who.claim("roll 1") for who in both * 20))

    assert sum(begun) == 1


async def test_a_released_key_can_be_claimed_again(
    both: tuple[IdempotencyStore, IdempotencyStore],
) -> None:
    here, there = both
    await here.claim("roll 1")

    await here.release("roll 1")

    assert await there.claim("roll 1")


async def test_only_the_owner_releases_a_key_in_redis() -> None:
    async with two_clients() as (here, there):
        other = RedisIdempotencyStore(there, MemoryIdempotencyStore())
        await RedisIdempotencyStore(here, MemoryIdempotencyStore()).claim("roll 1")

        await other.release("roll 1")

        assert not await other.claim("roll 1")


async def test_a_claim_that_runs_twice_in_redis_succeeds() -> None:
    class Unlimited(MemoryIdempotencyStore):
        async def claim(self, name: str, seconds: int = TTL_SECONDS) -> bool:
            return True

    async with two_clients() as (here, _):
        store = RedisIdempotencyStore(here, Unlimited())

        assert [await store.claim("roll 1") for _ in range(2)] == [True, True]


async def test_releasing_does_not_affect_another_owner(
    both: tuple[IdempotencyStore, IdempotencyStore],
) -> None:
    here, there = both
    await here.claim("roll 1")

    await there.release("roll 2")

    assert not await there.claim("roll 1")


async def test_a_refused_caller_may_claim_a_released_key(
    both: tuple[IdempotencyStore, IdempotencyStore],
) -> None:
    here, there = both
    await here.claim("roll 1")
    assert not await there.claim("roll 1")

    await here.release("roll 1")

    assert await there.claim("roll 1")


async def test_claims_expire_in_redis() -> None:
    async with redis_servers.redis_namespace() as (redis, prefix):
        client = RedisClient(redis, prefix, UnexpectedFallbacks(), timeout=5)
        store = RedisIdempotencyStore(client, MemoryIdempotencyStore())

        assert await store.claim("roll 1")
        assert await store.claim("roll call", 3600)

        left = {key: await redis.ttl(f"{prefix}errand:{key}") for key in ("roll 1", "roll call")}
        await client.close()

    assert TTL_SECONDS == 15 * 60
    assert TTL_SECONDS - 60 < left["roll 1"] <= TTL_SECONDS
    assert 3600 - 60 < left["roll call"] <= 3600


async def test_without_redis_each_process_uses_its_fallback() -> None:
    outages = CountingFallbacks()
    redis = new_redis("redis://127.0.0.1:1/0")
    client = RedisClient(redis, "nazh-test:", outages)
    store = RedisIdempotencyStore(client, MemoryIdempotencyStore())

    assert await store.claim("roll 1")
    assert not await store.claim("roll 1")
    await store.release("roll 1")
    assert await store.claim("roll 1")
    assert outages.fallback == {"idempotency": 3}
    await client.close()
    await RedisStore(redis).close()

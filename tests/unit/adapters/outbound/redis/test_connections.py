"""Tests that Redis connections survive failures and are all closed."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.redis.connections import MAX_CONNECTIONS, new_redis
from nazh.adapters.outbound.redis.store import RedisStore
from tests.redis_servers import redis_namespace, redis_proxy

NOBODY = "redis://127.0.0.1:1/0"


async def test_a_redis_that_answers_is_reachable_and_one_that_is_not_there_is_not() -> None:
    async with redis_namespace() as (redis, _):
        assert await RedisStore(redis).is_reachable()

    away = RedisStore(new_redis(NOBODY))
    await away.open()
    assert not await away.is_reachable()
    await away.close()


async def test_the_key_of_the_check_expires() -> None:
    async with redis_namespace() as (redis, _):
        assert await RedisStore(redis).is_reachable()
        remaining = await redis.pttl("nazh:health")

    assert 0 < remaining <= 5 * 60_000


async def test_closing_twice_and_without_opening_is_no_trouble() -> None:
    store = RedisStore(new_redis(NOBODY))

    await store.close()
    await store.close()


async def test_a_broken_connection_is_replaced_for_the_same_command() -> None:
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        await redis.set(f"{prefix}key", "kept")
        await way.disconnect()
        way.restore()

        assert await redis.get(f"{prefix}key") == b"kept"


async def test_a_cancelled_call_does_not_leave_its_reply_to_the_next() -> None:
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        await redis.mset({f"{prefix}late": "late", f"{prefix}right": "right"})
        way.delay = 0.2
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await redis.get(f"{prefix}late")
        way.restore()

        answers = [await redis.get(f"{prefix}right") for _ in range(5)]

        assert answers == [b"right"] * 5


async def test_concurrent_requests_share_a_few_connections() -> None:
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        answers = await asyncio.gather(*(redis.incr(f"{prefix}key") for _ in range(300)))

    assert sorted(answers) == list(range(1, 301))
    assert 1 < way.opened <= MAX_CONNECTIONS

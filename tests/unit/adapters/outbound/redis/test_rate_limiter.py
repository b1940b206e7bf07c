"""Tests that processes share one count, and use their own without Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

import pytest
from redis.asyncio import Redis

from nazh.adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from nazh.adapters.outbound.redis.client import RedisClient
from nazh.adapters.outbound.redis.rate_limiter import RedisRateLimiter
from nazh.application.shared.rate_limits import NO_WAIT, RateLimit
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.fallbacks import CountingFallbacks
from tests.doubles.interactions import new_id
from tests.redis_servers import redis_namespace, redis_proxy

ALICE, KEEP = UserId(1), GuildId(1)
Corner = tuple[Redis, str]


@pytest.fixture
async def here() -> AsyncIterator[Corner]:
    async with redis_namespace() as namespace:
        yield namespace


def rate_limiter(
    redis: Redis,
    prefix: str,
    per_user: RateLimit | None,
    per_guild: RateLimit | None,
    outages: CountingFallbacks | None = None,
    timeout: float = 5,
) -> RedisRateLimiter:
    fallback = MemoryRateLimiter(FrozenClock(), per_user, per_guild)
    client = RedisClient(redis, prefix, outages or CountingFallbacks(), timeout)
    return RedisRateLimiter(client, fallback, per_user, per_guild)


async def test_two_rate_limiters_on_one_redis_share_a_count(here: Corner) -> None:
    one, other = (rate_limiter(*here, RateLimit(4, 10), RateLimit(6, 10)) for _ in range(2))

    turns = [await gate.acquire(new_id(), ALICE, None) for gate in (one, other) * 3]

    assert turns[:4] == [NO_WAIT] * 4
    assert all(wait is not None for wait, _ in turns[4:])


async def test_a_hundred_concurrent_requests_on_four_rate_limiters_are_all_counted(
    here: Corner,
) -> None:
    gates = [rate_limiter(*here, RateLimit(30, 10), None) for _ in range(4)]

    turns = await asyncio.gather(*(gate.acquire(new_id(), ALICE, KEEP) for gate in gates * 25))

    assert turns.count(NO_WAIT) == 30


async def test_two_applications_on_one_redis_do_not_meet(here: Corner) -> None:
    redis, prefix = here
    limiter = rate_limiter(redis, f"{prefix}1:", RateLimit(1, 10), None)
    other = rate_limiter(redis, f"{prefix}2:", RateLimit(1, 10), None)

    await limiter.acquire(new_id(), ALICE, None)

    assert await other.acquire(new_id(), ALICE, None) == NO_WAIT


async def test_keys_expire_with_their_window(here: Corner) -> None:
    redis, prefix = here
    gate = rate_limiter(redis, prefix, RateLimit(2, 10), RateLimit(2, 7))

    for _ in range(5):
        await gate.acquire(new_id(), ALICE, KEEP)

    left = {key: await redis.pttl(key) async for key in redis.scan_iter(match=f"{prefix}*")}
    assert len(left) == 2
    assert all(0 < milliseconds <= 10_000 for milliseconds in left.values())


async def test_a_count_that_would_never_end_is_given_an_end(here: Corner) -> None:
    redis, prefix = here
    gate = rate_limiter(redis, prefix, RateLimit(2, 10), None)
    await redis.sadd(f"{prefix}admitted:user:{ALICE}", *range(-2, 0))

    wait, _ = await gate.acquire(new_id(), ALICE, None)

    assert wait == pytest.approx(10)
    assert await redis.pttl(f"{prefix}admitted:user:{ALICE}") > 0


async def test_one_of_the_two_may_be_without_a_limit(here: Corner) -> None:
    players = rate_limiter(*here, RateLimit(1, 10), None)
    servers = rate_limiter(*here, None, RateLimit(3, 10))

    both = [
        await players.acquire(new_id(), ALICE, KEEP),
        await servers.acquire(new_id(), ALICE, KEEP),
    ]
    over = [
        await players.acquire(new_id(), ALICE, KEEP),
        *[await servers.acquire(new_id(), ALICE, KEEP) for _ in "abc"],
    ]

    assert both == [NO_WAIT] * 2
    assert [(user_wait is None, guild_wait is None) for user_wait, guild_wait in over] == [
        (False, True), (True, True), (True, True), (True, False),
    ]  # fmt: skip


async def test_without_limits_redis_is_not_asked() -> None:
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        opened = way.opened
        gate = rate_limiter(redis, prefix, None, None)

        assert {await gate.acquire(new_id(), ALICE, KEEP) for _ in range(100)} == {NO_WAIT}
        assert way.opened == opened
        assert [key async for key in redis.scan_iter(match=f"{prefix}*")] == []


async def test_without_redis_each_process_counts_separately() -> None:
    outages = CountingFallbacks()
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        gate = rate_limiter(redis, prefix, RateLimit(2, 10), None, outages=outages, timeout=0.25)
        await gate.acquire(new_id(), ALICE, KEEP)
        way.delay = 2.0

        began = perf_counter()
        slow = [await gate.acquire(new_id(), ALICE, KEEP) for _ in range(3)]
        took = perf_counter() - began

    assert slow == [NO_WAIT, NO_WAIT, (10.0, None)]
    assert took < 2.0
    assert outages.fallback == {"rate_limit": 3}

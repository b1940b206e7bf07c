"""Tests the contract of rate limiters (nazh.application.shared.rate_limits)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from nazh.adapters.outbound.memory.rate_limiter import MemoryRateLimiter
from nazh.adapters.outbound.redis.client import RedisClient
from nazh.adapters.outbound.redis.rate_limiter import RedisRateLimiter
from nazh.application.shared.rate_limits import NO_WAIT, RateLimit, RateLimiter
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.fallbacks import UnexpectedFallbacks
from tests.doubles.interactions import new_id
from tests.redis_servers import redis_namespace

ALICE, BOB = UserId(1), UserId(2)
KEEP, INN = GuildId(1), GuildId(2)
PER_PLAYER, PER_SERVER, SECONDS = 2, 3, 10
LIMITS = RateLimit(PER_PLAYER, SECONDS), RateLimit(PER_SERVER, SECONDS)
MOMENT = 0.3
"""The tolerance for a running clock, in seconds."""


@dataclass(frozen=True, slots=True)
class LimiterUnderTest:
    """A rate limiter, and a function that advances its time."""

    rate_limiter: RateLimiter
    allow: Callable[[float], Awaitable[None]]


@asynccontextmanager
async def in_memory() -> AsyncIterator[LimiterUnderTest]:
    clock = FrozenClock()

    async def allow(seconds: float) -> None:
        clock.advance(seconds)

    yield LimiterUnderTest(MemoryRateLimiter(clock, *LIMITS), allow)


@asynccontextmanager
async def in_redis() -> AsyncIterator[LimiterUnderTest]:
    async with redis_namespace() as (redis, prefix):
        fallback = MemoryRateLimiter(FrozenClock(), *LIMITS)
        rate_limiter = RedisRateLimiter(
            RedisClient(redis, prefix, UnexpectedFallbacks(), timeout=5), fallback, *LIMITS
        )

        async def allow(seconds: float) -> None:
            await age(redis, prefix, seconds)

        yield LimiterUnderTest(rate_limiter, allow)


async def age(redis: Redis, prefix: str, seconds: float) -> None:
    """Shorten the expiry of every key, as if ``seconds`` had passed."""
    async for key in redis.scan_iter(match=f"{prefix}*"):
        await redis.pexpire(key, await redis.pttl(key) - round(seconds * 1000))


@pytest.fixture(params=[in_memory, in_redis])
async def limiter(request: pytest.FixtureRequest) -> AsyncIterator[LimiterUnderTest]:
    opened_limiter: AbstractAsyncContextManager[LimiterUnderTest] = request.param()
    async with opened_limiter as limiter:
        yield limiter


async def test_requests_up_to_the_limit_are_allowed(limiter: LimiterUnderTest) -> None:
    turns = [
        await limiter.rate_limiter.acquire(new_id(), ALICE, None) for _ in range(PER_PLAYER + 1)
    ]

    assert turns[:-1] == [NO_WAIT] * PER_PLAYER
    wait = turns[-1][0]
    assert wait is not None
    assert SECONDS - MOMENT < wait <= SECONDS


async def test_the_guild_limit_counts_all_its_users(limiter: LimiterUnderTest) -> None:
    users = [UserId(10 + number) for number in range(PER_SERVER + 1)]

    turns = [await limiter.rate_limiter.acquire(new_id(), player, KEEP) for player in users]

    assert turns[:-1] == [NO_WAIT] * PER_SERVER
    assert turns[-1][1] == pytest.approx(SECONDS, abs=MOMENT)


async def test_a_limited_user_does_not_use_up_the_guild_limit(limiter: LimiterUnderTest) -> None:
    for _ in range(PER_PLAYER + 10):
        await limiter.rate_limiter.acquire(new_id(), ALICE, KEEP)

    assert await limiter.rate_limiter.acquire(new_id(), BOB, KEEP) == NO_WAIT
    wait, _ = await limiter.rate_limiter.acquire(new_id(), ALICE, KEEP)
    assert wait is not None


async def test_the_reported_wait_is_long_enough(limiter: LimiterUnderTest) -> None:
    for _ in range(PER_PLAYER):
        await limiter.rate_limiter.acquire(new_id(), ALICE, None)
    await limiter.allow(2.5)
    wait, _ = await limiter.rate_limiter.acquire(new_id(), ALICE, None)
    assert wait is not None
    assert 0 < wait <= SECONDS

    await limiter.allow(wait)

    assert await limiter.rate_limiter.acquire(new_id(), ALICE, None) == NO_WAIT


async def test_retrying_does_not_extend_the_wait(limiter: LimiterUnderTest) -> None:
    for _ in range(PER_PLAYER + 20):
        await limiter.rate_limiter.acquire(new_id(), ALICE, None)
    await limiter.allow(9)

    wait, _ = await limiter.rate_limiter.acquire(new_id(), ALICE, None)

    assert wait == pytest.approx(1, abs=MOMENT)


async def test_users_are_limited_independently(limiter: LimiterUnderTest) -> None:
    for _ in range(PER_SERVER + 1):
        await limiter.rate_limiter.acquire(new_id(), ALICE, None)

    assert await limiter.rate_limiter.acquire(new_id(), BOB, None) == NO_WAIT


async def test_guilds_are_limited_independently(limiter: LimiterUnderTest) -> None:
    for number in range(PER_SERVER + 1):
        await limiter.rate_limiter.acquire(new_id(), UserId(10 + number), KEEP)

    assert await limiter.rate_limiter.acquire(new_id(), BOB, INN) == NO_WAIT


async def test_a_player_and_a_server_with_the_same_number_are_two(
    limiter: LimiterUnderTest,
) -> None:
    for _ in range(PER_PLAYER + 1):
        await limiter.rate_limiter.acquire(new_id(), UserId(7), None)

    assert await limiter.rate_limiter.acquire(new_id(), ALICE, GuildId(7)) == NO_WAIT


async def test_an_interaction_that_comes_again_takes_no_second_token(
    limiter: LimiterUnderTest,
) -> None:
    admitted = [new_id() for _ in range(PER_PLAYER)]
    acquire = limiter.rate_limiter.acquire
    first = [await acquire(interaction, ALICE, KEEP) for interaction in admitted]

    again = [await acquire(interaction, ALICE, KEEP) for interaction in admitted * 3]
    other, _ = await acquire(new_id(), ALICE, KEEP)

    assert first == [NO_WAIT] * PER_PLAYER
    assert again == [NO_WAIT] * PER_PLAYER * 3
    assert other is not None
    assert await acquire(new_id(), BOB, KEEP) == NO_WAIT


async def test_an_interaction_that_was_refused_is_refused_again(limiter: LimiterUnderTest) -> None:
    for _ in range(PER_PLAYER):
        await limiter.rate_limiter.acquire(new_id(), ALICE, None)
    late = new_id()

    waits = [(await limiter.rate_limiter.acquire(late, ALICE, None))[0] for _ in range(2)]

    assert None not in waits

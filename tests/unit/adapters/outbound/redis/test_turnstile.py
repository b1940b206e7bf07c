"""The turnstile in Redis: one count for all processes, and each its own while Redis is away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from time import perf_counter

import pytest
from redis.asyncio import Redis

from nazh.adapters.outbound.limits.memory import WindowMemory
from nazh.adapters.outbound.limits.turnstile import LimitsTurnstile
from nazh.adapters.outbound.redis.line import Line
from nazh.adapters.outbound.redis.turnstile import RedisTurnstile
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock
from tests.doubles.outages import CountedOutages
from tests.redises import corner, road

ALICE, KEEP = PlayerId(1), ServerId(1)
GO_ON = (None, None)
Corner = tuple[Redis, str]


@pytest.fixture
async def here() -> AsyncIterator[Corner]:
    async with corner() as made:
        yield made


def turnstile(
    redis: Redis,
    prefix: str,
    *limits: str | None,
    outages: CountedOutages | None = None,
    patience: float = 5,
) -> RedisTurnstile:
    clock = FrozenClock()
    alone = LimitsTurnstile(WindowMemory(clock), clock, *limits)
    return RedisTurnstile(
        Line(redis, prefix, outages or CountedOutages(), patience), alone, *limits
    )


async def test_two_turnstiles_on_one_redis_share_a_count(here: Corner) -> None:
    one, other = (turnstile(*here, "4 per 10 seconds", "6 per 10 seconds") for _ in range(2))

    turns = [await gate.admit(ALICE, None) for gate in (one, other) * 3]

    assert turns[:4] == [GO_ON] * 4
    assert all(wait is not None for wait, _ in turns[4:])


async def test_a_hundred_at_once_at_four_turnstiles_are_counted_one_by_one(here: Corner) -> None:
    gates = [turnstile(*here, "30 per 10 seconds", None) for _ in range(4)]

    turns = await asyncio.gather(*(gate.admit(ALICE, KEEP) for gate in gates * 25))

    assert turns.count(GO_ON) == 30


async def test_two_applications_on_one_redis_do_not_meet(here: Corner) -> None:
    redis, prefix = here
    one = turnstile(redis, f"{prefix}1:", "1 per 10 seconds", None)
    other = turnstile(redis, f"{prefix}2:", "1 per 10 seconds", None)

    await one.admit(ALICE, None)

    assert await other.admit(ALICE, None) == GO_ON


async def test_nothing_is_kept_for_longer_than_its_window(here: Corner) -> None:
    redis, prefix = here
    gate = turnstile(redis, prefix, "2 per 10 seconds", "2 per 7 seconds")

    for _ in range(5):
        await gate.admit(ALICE, KEEP)

    left = {key: await redis.pttl(key) async for key in redis.scan_iter(match=f"{prefix}*")}
    assert len(left) == 2
    assert all(0 < milliseconds <= 10_000 for milliseconds in left.values())


async def test_a_count_that_would_never_end_is_given_an_end(here: Corner) -> None:
    redis, prefix = here
    gate = turnstile(redis, prefix, "2 per 10 seconds", None)
    await redis.set(f"{prefix}turns:player:{ALICE}", 1_000)

    wait, _ = await gate.admit(ALICE, None)

    assert wait == pytest.approx(10)
    assert await redis.pttl(f"{prefix}turns:player:{ALICE}") > 0


async def test_one_of_the_two_may_be_without_a_limit(here: Corner) -> None:
    players = turnstile(*here, "1 per 10 seconds", None)
    servers = turnstile(*here, None, "3 per 10 seconds")

    both = [await players.admit(ALICE, KEEP), await servers.admit(ALICE, KEEP)]
    over = [await players.admit(ALICE, KEEP), *[await servers.admit(ALICE, KEEP) for _ in "abc"]]

    assert both == [GO_ON] * 2
    assert [(his is None, its is None) for his, its in over] == [
        (False, True), (True, True), (True, True), (True, False),
    ]  # fmt: skip


async def test_without_limits_redis_is_not_asked() -> None:
    async with road() as (way, address), corner(address) as (redis, prefix):
        opened = way.opened
        gate = turnstile(redis, prefix, None, None)

        assert {await gate.admit(ALICE, KEEP) for _ in range(100)} == {GO_ON}
        assert way.opened == opened
        assert [key async for key in redis.scan_iter(match=f"{prefix}*")] == []


async def test_while_redis_is_slow_or_away_each_process_counts_for_itself() -> None:
    outages = CountedOutages()
    async with road() as (way, address), corner(address) as (redis, prefix):
        gate = turnstile(redis, prefix, "2 per 10 seconds", None, outages=outages, patience=0.25)
        await gate.admit(ALICE, KEEP)
        way.delay = 2.0

        began = perf_counter()
        slow = [await gate.admit(ALICE, KEEP) for _ in range(3)]
        took = perf_counter() - began

    assert slow == [GO_ON, GO_ON, (10.0, None)]
    assert took < 2.0
    assert outages.alone == {"turn": 3}


def test_a_limit_that_cannot_be_read_is_not_passed_over() -> None:
    clock = FrozenClock()
    alone = LimitsTurnstile(WindowMemory(clock), clock, None, None)

    with pytest.raises(ValueError, match="often is no limit"):
        RedisTurnstile(Line(Redis(), "", CountedOutages()), alone, "often", None)

"""Tests that without Redis no session starts, and that starts continue by themselves."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.redis.connections import new_redis
from nazh.adapters.outbound.redis.identify_lock import (
    LOCK_TTL,
    POLL_INTERVAL,
    RedisIdentifyLock,
    RedisIdentifySlot,
)
from tests.redis_servers import redis_namespace, redis_proxy

IDENTIFY_INTERVAL = 0.2


async def test_no_lock_is_granted_until_redis_is_back(caplog: pytest.LogCaptureFixture) -> None:
    async with redis_namespace() as (_, prefix), redis_proxy() as (way, address):
        turns = RedisIdentifyLock(new_redis(address), prefix, IDENTIFY_INTERVAL)
        await way.disconnect()

        async def start() -> None:
            async with turns.slot(0) as turn:
                await turn.acquire()

        starting = asyncio.create_task(start())
        await asyncio.wait((starting,), timeout=3 * POLL_INTERVAL)
        was_kept_waiting = not starting.done()
        way.restore()
        async with asyncio.timeout(10):
            await starting

    assert was_kept_waiting
    assert caplog.text.count("cannot identify without Redis") == 1


async def test_the_lock_holder_continues_without_redis(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with redis_namespace() as (redis, prefix), redis_proxy() as (way, address):
        async with RedisIdentifyLock(new_redis(address), prefix, IDENTIFY_INTERVAL).slot(0) as turn:
            await way.disconnect()
            async with asyncio.timeout(10):
                await turn.acquire()
        # Redis was not notified, so the others wait longer than necessary.
        remaining = await redis.pttl(f"{prefix}session_start:0")

    assert remaining > 1000 * IDENTIFY_INTERVAL
    assert "while a shard identified" in caplog.text


async def test_an_expired_lock_is_reacquired() -> None:
    async with redis_namespace() as (redis, prefix):
        turns = RedisIdentifyLock(redis, prefix, IDENTIFY_INTERVAL)
        async with turns.slot(0) as turn:
            await redis.set(f"{prefix}session_start:0", "another", px=300)
            using = asyncio.create_task(turn.acquire())
            await asyncio.wait((using,), timeout=0.1)
            was_kept_waiting = not using.done()
            async with asyncio.timeout(10):
                await using

    assert was_kept_waiting


async def test_a_lost_slot_is_not_released_for_its_next_holder() -> None:
    async with redis_namespace() as (redis, prefix):
        async with RedisIdentifyLock(redis, prefix, IDENTIFY_INTERVAL).slot(0):
            await redis.set(f"{prefix}session_start:0", "another")

        assert await redis.get(f"{prefix}session_start:0") == b"another"


async def test_a_reservation_that_runs_twice_waits_for_no_other() -> None:
    async with redis_namespace() as (redis, prefix):
        slot = RedisIdentifySlot(redis, f"{prefix}slot", IDENTIFY_INTERVAL)

        async with asyncio.timeout(5):
            await slot.reserve()
            await slot.reserve()


async def test_the_slot_of_a_process_that_has_died_is_passed_on() -> None:
    async with (
        redis_namespace() as (redis, prefix),
        RedisIdentifyLock(redis, prefix, IDENTIFY_INTERVAL).slot(0),
    ):
        remaining = await redis.pttl(f"{prefix}session_start:0")

    assert 10_000 < remaining <= 1000 * LOCK_TTL < 60_000  # time to connect, and no longer outage


async def test_the_next_session_starts_an_interval_after_this_one() -> None:
    interval = LOCK_TTL / 2
    async with redis_namespace() as (redis, prefix):
        async with RedisIdentifyLock(redis, prefix, interval).slot(0) as turn:
            await turn.acquire()
        remaining = await redis.pttl(f"{prefix}session_start:0")

    assert 500 * interval < remaining <= 1000 * interval

"""Tests a shared Redis that does not respond or is stopped."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest_asyncio
from redis.asyncio import Redis

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.proxy import Proxy, proxy_to
from tests.e2e.faults.scenario import A_ROLL, FaultScenario
from tests.e2e.program import TIMEOUT
from tests.redis_servers import REDIS, redis_namespace

ALONE = 'nazh_redis_fallback_total{operation="rate_limit"}'
REACHABLE = 'nazh_dependency_up{dependency="redis"}'
LIMITS = {"NAZH_RATE_LIMIT_PER_USER": "1000 per minute"}
ROLLS = 20
AT_ONCE = 3.0
"""Timeout for twenty concurrent rolls on a busy machine, in seconds."""
OF_A_BUSY_MACHINE = {"NazhLoopLag", "NazhSlowResponsesBurnFast"}


@pytest_asyncio.fixture
async def far(table: Table) -> AsyncIterator[tuple[str, Proxy]]:
    """The address of Redis as seen through a proxy, and the proxy."""
    there = urlsplit(REDIS)
    async with redis_namespace() as (redis, _), proxy_to(there.port or 6379) as proxy:
        yield f"redis://127.0.0.1:{proxy.port}{there.path}", proxy
        await _sweep(redis, table)


async def _sweep(redis: Redis, table: Table) -> None:
    async for key in redis.scan_iter(match=f"nazh:{table.discord.world.application.id}:*"):
        await redis.delete(key)


async def test_a_redis_that_does_not_answer(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, far: tuple[str, Proxy]
) -> None:
    address, proxy = far
    async with running_at(table, NAZH_REDIS_URL=address, **LIMITS) as bot:
        scenario = await start_scenario("Redis accepts requests and does not respond", table, bot)
        await roll_five(scenario)
        proxy.stall()
        await is_not_missed(scenario)
        proxy.flow()

        await is_shared_again(scenario)


async def test_a_redis_that_is_gone(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, far: tuple[str, Proxy]
) -> None:
    address, proxy = far
    async with running_at(table, NAZH_REDIS_URL=address, **LIMITS) as bot:
        scenario = await start_scenario("Redis stops, and starts again", table, bot)
        await roll_five(scenario)
        await proxy.disconnect()
        await is_not_missed(scenario)
        await proxy.listen()

        await is_shared_again(scenario)


async def roll_five(scenario: FaultScenario) -> None:
    scenario.roll(5)
    assert await scenario.heard() == {A_ROLL: 5}


async def is_not_missed(scenario: FaultScenario) -> None:
    """Roll without Redis, which users do not notice and only health and metrics show."""
    scenario.strike()
    scenario.roll(ROLLS)

    assert await scenario.heard() == {A_ROLL: 5 + ROLLS}
    assert scenario.told.slowest < AT_ONCE
    await scenario.has_name("degraded")
    await scenario.is_ready_again()
    await scenario.counts(REACHABLE, lambda value: value == 0)
    assert scenario.seen is not None
    assert scenario.seen[ALONE] >= ROLLS - 1
    await scenario.says("Redis is unreachable")
    assert await scenario.alerts() - OF_A_BUSY_MACHINE == {"NazhRedisUnreachable"}


async def is_shared_again(scenario: FaultScenario) -> None:
    """Wait for the log line that limits are shared again."""

    async def rolled() -> bool:
        before = (await scenario.bot.metrics())[ALONE]
        scenario.roll(1)
        await scenario.heard()
        return (await scenario.bot.metrics())[ALONE] == before

    async with asyncio.timeout(TIMEOUT):
        while not await rolled():
            pass
    await scenario.bot.said("Redis is reachable again")

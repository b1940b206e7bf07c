"""Tests a shared Redis that does not respond, is slow, full, stopped or killed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest_asyncio
from redis.asyncio import Redis

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.proxy import Proxy, proxy_to
from tests.e2e.faults.redis_server import redis_server
from tests.e2e.faults.scenario import A_ROLL, FaultScenario
from tests.e2e.program import TIMEOUT
from tests.redis_servers import REDIS, redis_namespace

ALONE = 'nazh_redis_fallback_total{operation="rate_limit"}'
REACHABLE = 'nazh_dependency_up{dependency="redis"}'
LIMITS = {"NAZH_RATE_LIMIT_PER_USER": "1000 per minute"}
ROLLS = 20
SLOW = 0.4
"""Seconds for a response; a process waits for 0.05."""
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


async def test_a_redis_that_is_slow(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, far: tuple[str, Proxy]
) -> None:
    address, proxy = far
    async with running_at(table, NAZH_REDIS_URL=address, **LIMITS) as bot:
        scenario = await start_scenario("Redis responds after 0.4 s", table, bot)
        await roll_five(scenario)
        proxy.delay = SLOW / 2
        scenario.strike()
        scenario.roll(ROLLS)

        assert await scenario.responses() == {A_ROLL: 5 + ROLLS}
        assert scenario.observation.slowest < AT_ONCE
        await scenario.counts(ALONE, lambda value: value >= ROLLS - 1)
        await scenario.is_ready_again()
        assert await scenario.is_well()
        await scenario.says("Redis is unreachable")
        assert await scenario.alerts() <= OF_A_BUSY_MACHINE
        proxy.delay = 0

        await is_shared_again(scenario)


async def test_a_redis_that_is_full(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, tmp_path: Path
) -> None:
    async with (
        redis_server(tmp_path) as redis,
        running_at(table, NAZH_REDIS_URL=redis.url, **LIMITS) as bot,
    ):
        scenario = await start_scenario("Redis is full, and refuses writes", table, bot)
        await roll_five(scenario)
        await redis.fill()
        await is_not_missed(scenario)
        await redis.empty()

        await is_shared_again(scenario)


async def test_a_redis_that_is_killed_and_restarted_under_load(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, tmp_path: Path
) -> None:
    async with (
        redis_server(tmp_path) as redis,
        running_at(table, NAZH_REDIS_URL=redis.url, **LIMITS) as bot,
    ):
        scenario = await start_scenario(
            "Redis is killed twice under load, and comes back empty", table, bot
        )
        scenario.strike()
        for _ in range(2):
            await roll_for_a_while(scenario)
            await redis.kill()
            await roll_for_a_while(scenario)
            await scenario.counts(REACHABLE, lambda value: value == 0)
            await scenario.has_name("degraded")
            assert await scenario.alerts() - OF_A_BUSY_MACHINE == {"NazhRedisUnreachable"}
            await redis.start()

        assert await scenario.responses() == {A_ROLL: 4 * ROLLS}
        assert (scenario.observation.lost, scenario.observation.doubled) == (0, 0)
        await scenario.says("Redis is unreachable")
        await is_shared_again(scenario)


async def roll_for_a_while(scenario: FaultScenario) -> None:
    """Roll so often, one roll after the other."""
    for _ in range(ROLLS):
        scenario.roll(1)
        await asyncio.sleep(0.02)


async def roll_five(scenario: FaultScenario) -> None:
    scenario.roll(5)
    assert await scenario.responses() == {A_ROLL: 5}


async def is_not_missed(scenario: FaultScenario) -> None:
    """Roll without Redis, which users do not notice and only health and metrics show."""
    scenario.strike()
    scenario.roll(ROLLS)

    assert await scenario.responses() == {A_ROLL: 5 + ROLLS}
    assert scenario.observation.slowest < AT_ONCE
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
        await scenario.responses()
        return (await scenario.bot.metrics())[ALONE] == before

    async with asyncio.timeout(TIMEOUT):
        while not await rolled():
            pass
    await scenario.bot.log_line("Redis is reachable again")

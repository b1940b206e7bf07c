"""The Redis that processes share in trouble: it does not answer, or it is gone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest_asyncio
from redis.asyncio import Redis

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, Tell
from tests.e2e.faults.proxy import Proxy, proxy_to
from tests.e2e.faults.story import A_ROLL, Story
from tests.e2e.program import PATIENCE
from tests.redises import REDIS, corner

ALONE = 'nazh_decided_alone_total{question="turn"}'
REACHABLE = 'nazh_store_reachable{store="redis"}'
LIMITS = {"NAZH_LIMIT_PER_USER": "1000 per minute"}
ROLLS = 20
AT_ONCE = 3.0
"""Seconds in which who rolls is answered, twenty at once; on a machine that has other work too."""
OF_A_BUSY_MACHINE = {"NazhLoopLag", "NazhSlowAnswersBurnFast"}


@pytest_asyncio.fixture
async def far(table: Table) -> AsyncIterator[tuple[str, Proxy]]:
    """The address of Redis as seen through a proxy, and the proxy."""
    there = urlsplit(REDIS)
    async with corner() as (redis, _), proxy_to(there.port or 6379) as proxy:
        yield f"redis://127.0.0.1:{proxy.port}{there.path}", proxy
        await _sweep(redis, table)


async def _sweep(redis: Redis, table: Table) -> None:
    async for key in redis.scan_iter(match=f"nazh:{table.discord.world.application.id}:*"):
        await redis.delete(key)


async def test_a_redis_that_does_not_answer(
    table: Table, running_at: RunningAt, tell: Tell, far: tuple[str, Proxy]
) -> None:
    address, proxy = far
    async with running_at(table, NAZH_REDIS_URL=address, **LIMITS) as bot:
        story = await tell("Redis takes everything and answers nothing", table, bot)
        await roll_five(story)
        proxy.stall()
        await is_not_missed(story)
        proxy.flow()

        await is_shared_again(story)


async def test_a_redis_that_is_gone(
    table: Table, running_at: RunningAt, tell: Tell, far: tuple[str, Proxy]
) -> None:
    address, proxy = far
    async with running_at(table, NAZH_REDIS_URL=address, **LIMITS) as bot:
        story = await tell("Redis is gone, and comes back", table, bot)
        await roll_five(story)
        await proxy.cut()
        await is_not_missed(story)
        await proxy.listen()

        await is_shared_again(story)


async def roll_five(story: Story) -> None:
    story.roll(5)
    assert await story.heard() == {A_ROLL: 5}


async def is_not_missed(story: Story) -> None:
    """Roll while Redis is away: everybody sees his roll, and only health and metrics tell."""
    story.strike()
    story.roll(ROLLS)

    assert await story.heard() == {A_ROLL: 5 + ROLLS}
    assert story.told.slowest < AT_ONCE
    await story.is_called("degraded")
    await story.is_ready_again()
    await story.counts(REACHABLE, lambda value: value == 0)
    assert story.seen is not None
    assert story.seen[ALONE] >= ROLLS - 1
    await story.says("Redis is out of reach")
    assert await story.alerts() - OF_A_BUSY_MACHINE == {"NazhRedisUnreachable"}


async def is_shared_again(story: Story) -> None:
    """Wait until the limits are counted by all, which the log says."""

    async def rolled() -> bool:
        before = (await story.bot.metrics())[ALONE]
        story.roll(1)
        await story.heard()
        return (await story.bot.metrics())[ALONE] == before

    async with asyncio.timeout(PATIENCE):
        while not await rolled():
            pass
    await story.bot.said("Redis answers again")

"""What every memory of errands promises (nazh.adapters.inbound.discord.courier)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from nazh.adapters.inbound.discord.courier import BegunErrands
from nazh.adapters.outbound.memory.errands import MemoryErrands
from nazh.adapters.outbound.redis.connecting import new_redis
from nazh.adapters.outbound.redis.errands import KEPT, RedisErrands
from nazh.adapters.outbound.redis.line import Line
from nazh.adapters.outbound.redis.store import RedisStore
from tests import redises
from tests.doubles.outages import CountedOutages, NoOutages
from tests.redises import two_lines


@pytest.fixture(params=["memory", "redis"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[BegunErrands, BegunErrands]]:
    """The errands as two processes know them that share a memory, or as one knows them twice."""
    if request.param == "memory":
        alone = MemoryErrands()
        yield alone, alone
        return
    async with two_lines() as (here, there):
        yield RedisErrands(here, MemoryErrands()), RedisErrands(there, MemoryErrands())


async def test_what_one_has_begun_nobody_begins(both: tuple[BegunErrands, BegunErrands]) -> None:
    here, there = both

    assert await here.begin("roll 1")
    assert not await there.begin("roll 1")
    assert not await here.begin("roll 1")
    assert await there.begin("roll 2")


async def test_of_many_at_once_one_begins(both: tuple[BegunErrands, BegunErrands]) -> None:
    begun = await asyncio.gather(*(who.begin("roll 1") for who in both * 20))

    assert sum(begun) == 1


async def test_what_came_to_nothing_can_be_begun_again(
    both: tuple[BegunErrands, BegunErrands],
) -> None:
    here, there = both
    await here.begin("roll 1")

    await here.give_up("roll 1")

    assert await there.begin("roll 1")


async def test_giving_up_takes_nothing_from_another(
    both: tuple[BegunErrands, BegunErrands],
) -> None:
    here, there = both
    await here.begin("roll 1")

    await there.give_up("roll 2")

    assert not await there.begin("roll 1")


async def test_who_was_refused_may_begin_what_came_to_nothing(
    both: tuple[BegunErrands, BegunErrands],
) -> None:
    here, there = both
    await here.begin("roll 1")
    assert not await there.begin("roll 1")

    await here.give_up("roll 1")

    assert await there.begin("roll 1")


async def test_redis_forgets_when_it_was_told_to() -> None:
    async with redises.corner() as (redis, prefix):
        line = Line(redis, prefix, NoOutages(), patience=5)
        errands = RedisErrands(line, MemoryErrands())

        assert await errands.begin("roll 1")
        assert await errands.begin("roll call", 3600)

        left = {key: await redis.ttl(f"{prefix}errand:{key}") for key in ("roll 1", "roll call")}
        await line.close()

    assert 0 < left["roll 1"] <= KEPT
    assert KEPT < left["roll call"] <= 3600


async def test_without_redis_each_process_decides_for_itself() -> None:
    outages = CountedOutages()
    redis = new_redis("redis://127.0.0.1:1/0")
    line = Line(redis, "nazh-test:", outages)
    errands = RedisErrands(line, MemoryErrands())

    assert await errands.begin("roll 1")
    assert not await errands.begin("roll 1")
    await errands.give_up("roll 1")
    assert await errands.begin("roll 1")
    assert outages.alone == {"errand": 3}
    await line.close()
    await RedisStore(redis).close()

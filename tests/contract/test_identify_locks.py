"""Tests the contract of identify locks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from time import monotonic

import pytest

from nazh.adapters.inbound.discord.gateway.identify_limits import IdentifyLock, LocalIdentifyLock
from nazh.adapters.inbound.discord.gateway.resumable_shards import IdentifySlot
from nazh.adapters.outbound.redis.identify_lock import RedisIdentifyLock
from tests.redis_servers import redis_namespace

IDENTIFY_INTERVAL = 0.2
LONG = 10.0


@pytest.fixture(params=["own", "redis"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[IdentifyLock, IdentifyLock]]:
    """The locks of two processes, or one lock twice."""
    if request.param == "own":
        alone = LocalIdentifyLock(IDENTIFY_INTERVAL)
        yield alone, alone
        return
    async with redis_namespace() as (redis, prefix):
        yield (
            RedisIdentifyLock(redis, prefix, IDENTIFY_INTERVAL),
            RedisIdentifyLock(redis, prefix, IDENTIFY_INTERVAL),
        )


async def used(turns: IdentifyLock, group: int = 0) -> float:
    """Acquire the lock, and return the time."""
    async with turns.slot(group) as turn:
        await turn.acquire()
        return monotonic()


async def test_slots_of_one_group_are_spaced(both: tuple[IdentifyLock, IdentifyLock]) -> None:
    async with asyncio.timeout(LONG):
        moments = sorted(await asyncio.gather(*(used(turns) for turns in both * 2)))

    pauses = [later - earlier for earlier, later in pairwise(moments)]
    # Redis rounds to milliseconds, and our clock starts slightly later.
    assert min(pauses) >= IDENTIFY_INTERVAL - 0.05


async def test_groups_do_not_wait_for_one_another(both: tuple[IdentifyLock, IdentifyLock]) -> None:
    here, there = both

    async with asyncio.timeout(LONG), here.slot(0), there.slot(1) as turn:
        await turn.acquire()


async def test_a_lock_has_one_holder(both: tuple[IdentifyLock, IdentifyLock]) -> None:
    here, there = both
    async with here.slot(0):
        waiting = asyncio.create_task(used(there))
        await asyncio.wait((waiting,), timeout=2 * IDENTIFY_INTERVAL)
        assert not waiting.done()

    async with asyncio.timeout(LONG):
        await waiting


async def test_an_unused_slot_passes_to_the_next_immediately(
    both: tuple[IdentifyLock, IdentifyLock],
) -> None:
    here, there = both
    began = monotonic()
    for turns in (here, there) * 2:
        async with asyncio.timeout(LONG), turns.slot(0):
            pass

    assert monotonic() - began < 3 * IDENTIFY_INTERVAL, "used, they would have taken that"


async def test_a_cancelled_waiter_blocks_nobody(both: tuple[IdentifyLock, IdentifyLock]) -> None:
    here, there = both

    async def take(turns: IdentifyLock) -> IdentifySlot:
        async with turns.slot(0) as turn:
            return turn

    async with here.slot(0):
        impatient = asyncio.create_task(take(there))
        await asyncio.wait((impatient,), timeout=0.05)
        impatient.cancel()
        await asyncio.wait((impatient,))

    async with asyncio.timeout(LONG):
        await used(here)

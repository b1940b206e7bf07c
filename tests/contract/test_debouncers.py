"""Tests the contract of debouncers (nazh.application.shared.idempotency)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest

from nazh.adapters.outbound.memory.debounce import MAX_ENTRIES, MemoryDebouncer
from nazh.adapters.outbound.redis.client import RedisClient
from nazh.adapters.outbound.redis.debounce import TTL_MILLISECONDS, RedisDebouncer
from nazh.application.shared.debounce import DEBOUNCE_WINDOW, Debouncer
from tests.doubles.fallbacks import CountingFallbacks, UnexpectedFallbacks
from tests.redis_servers import redis_namespace, redis_proxy, two_clients

MESSAGE, ALICE, BOB = 10, 1, 2
_NUMBERS = count()


def at(milliseconds: int) -> int:
    """Return an id that Discord would give at this time, a different one each time."""
    return (milliseconds << 22) + next(_NUMBERS)


@pytest.fixture(params=["memory", "redis"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Debouncer, Debouncer]]:
    """The debouncers of two processes that share a store, or one debouncer twice."""
    if request.param == "memory":
        fallback = MemoryDebouncer()
        yield fallback, fallback
        return
    async with two_clients() as (here, there):
        yield RedisDebouncer(here, MemoryDebouncer()), RedisDebouncer(there, MemoryDebouncer())


async def test_a_second_press_in_the_same_moment_is_the_same_press(
    both: tuple[Debouncer, Debouncer],
) -> None:
    here, there = both

    assert not await here.is_duplicate(MESSAGE, ALICE, at(5_000))
    assert await there.is_duplicate(MESSAGE, ALICE, at(5_000 + DEBOUNCE_WINDOW))
    assert await here.is_duplicate(MESSAGE, ALICE, at(5_000))


async def test_a_press_after_a_moment_is_a_separate_press(
    both: tuple[Debouncer, Debouncer],
) -> None:
    here, there = both
    await here.is_duplicate(MESSAGE, ALICE, at(5_000))

    assert not await there.is_duplicate(MESSAGE, ALICE, at(5_001 + DEBOUNCE_WINDOW))


async def test_an_earlier_press_that_is_delivered_later_is_a_separate_press(
    both: tuple[Debouncer, Debouncer],
) -> None:
    here, there = both
    await here.is_duplicate(MESSAGE, ALICE, at(9_000))

    assert not await there.is_duplicate(MESSAGE, ALICE, at(8_999 - DEBOUNCE_WINDOW))


async def test_without_redis_each_process_decides_alone() -> None:
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        await way.disconnect()
        client = RedisClient(redis, prefix, CountingFallbacks())
        debouncer = RedisDebouncer(client, MemoryDebouncer())

        assert not await debouncer.is_duplicate(MESSAGE, ALICE, at(5_000))
        assert await debouncer.is_duplicate(MESSAGE, ALICE, at(5_001))
        await client.close()


async def test_others_and_other_messages_and_buttons_do_not_touch(
    both: tuple[Debouncer, Debouncer],
) -> None:
    here, there = both
    await here.is_duplicate(MESSAGE, ALICE, at(5_000))

    assert not await there.is_duplicate(MESSAGE, BOB, at(5_000))
    assert not await there.is_duplicate(MESSAGE + 1, ALICE, at(5_001))
    assert not await there.is_duplicate(MESSAGE, ALICE, at(5_001), "secretly")


async def test_a_redelivered_interaction_is_no_duplicate_press(
    both: tuple[Debouncer, Debouncer],
) -> None:
    here, there = both
    interaction = at(5_000)

    assert not await here.is_duplicate(MESSAGE, ALICE, interaction)
    assert not await there.is_duplicate(MESSAGE, ALICE, interaction)


async def test_presses_expire_in_redis_within_seconds() -> None:
    async with redis_namespace() as (redis, prefix):
        client = RedisClient(redis, prefix, UnexpectedFallbacks(), timeout=5)
        await RedisDebouncer(client, MemoryDebouncer()).is_duplicate(MESSAGE, ALICE, at(5_000))

        left = [await redis.pttl(key) async for key in redis.scan_iter(match=f"{prefix}*")]
        await client.close()

    assert len(left) == 1
    assert DEBOUNCE_WINDOW < left[0] <= TTL_MILLISECONDS == 5_000


async def test_in_memory_the_oldest_press_is_forgotten_first() -> None:
    taps = MemoryDebouncer()
    for message in range(MAX_ENTRIES + 1):
        await taps.is_duplicate(message, ALICE, at(5_000))

    assert not await taps.is_duplicate(0, ALICE, at(5_001))
    assert await taps.is_duplicate(MAX_ENTRIES, ALICE, at(5_001))

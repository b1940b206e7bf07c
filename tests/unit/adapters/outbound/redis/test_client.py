"""Tests that the Redis client pipelines requests, and limits waiting in an outage."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from time import perf_counter

import pytest

from nazh.adapters.outbound.redis.client import (
    FAILURE_THRESHOLD,
    RETRY_INTERVAL,
    RedisClient,
    Unreachable,
)
from tests.doubles.fallbacks import CountingFallbacks
from tests.redis_servers import RedisProxy, redis_namespace, redis_proxy

PATIENCE = 0.5
"""A longer timeout than in production, in seconds, for busy machines."""
SLOW = 3.0
COUNT = "return {redis.call('INCR', KEYS[1]), tonumber(ARGV[1])}"


class Requester:
    """A client over a proxy that can break."""

    def __init__(self, line: RedisClient, way: RedisProxy, outages: CountingFallbacks) -> None:
        self._line = line
        self.way = way
        self.outages = outages

    async def run_script(self) -> tuple[int, ...] | None:
        """Return the count and 7, or ``None`` if Redis is unreachable."""
        try:
            return await self._line.run_script("count", COUNT, ["key"], [7])
        except Unreachable:
            return None

    async def recover(self) -> tuple[int, ...]:
        """Retry until there is a reply again."""
        async with asyncio.timeout(20 * RETRY_INTERVAL):
            while True:
                if answer := await self.run_script():
                    return answer
                await asyncio.sleep(0.05)


@pytest.fixture
async def asker() -> AsyncIterator[Requester]:
    async with redis_proxy() as (way, address), redis_namespace(address) as (redis, prefix):
        outages = CountingFallbacks()
        yield Requester(RedisClient(redis, prefix, outages, PATIENCE), way, outages)


async def test_a_script_is_run_on_keys_that_begin_with_the_prefix() -> None:
    async with redis_namespace() as (redis, prefix):
        line = RedisClient(redis, prefix, CountingFallbacks(), timeout=10)  # not about time

        answers = [await line.run_script("count", COUNT, ["key"], [7]) for _ in range(2)]

        assert answers == [(1, 7), (2, 7)]
        assert await redis.get(f"{prefix}key") == b"2"


async def test_a_slow_redis_times_out(asker: Requester) -> None:
    await asker.run_script()
    asker.way.delay = SLOW

    began = perf_counter()
    answer = await asker.run_script()

    assert answer is None
    assert PATIENCE <= perf_counter() - began < SLOW
    assert asker.outages.fallback == {"count": 1}


async def test_single_timeouts_between_successes_are_ignored(
    asker: Requester, caplog: pytest.LogCaptureFixture
) -> None:
    await asker.run_script()
    for _ in range(2 * FAILURE_THRESHOLD):
        asker.way.delay = SLOW
        assert await asker.run_script() is None
        asker.way.restore()
        assert await asker.run_script() is not None

    assert caplog.messages == []


async def test_during_an_outage_one_call_per_second_is_attempted(asker: Requester) -> None:
    asker.way.delay = SLOW
    for _ in range(FAILURE_THRESHOLD):
        await asker.run_script()

    began = perf_counter()
    answers = [await asker.run_script() for _ in range(1000)]

    assert answers == [None] * 1000
    assert perf_counter() - began < RETRY_INTERVAL
    assert asker.outages.fallback == {"count": FAILURE_THRESHOLD + 1000}


async def test_concurrent_calls_time_out_together(
    asker: Requester, caplog: pytest.LogCaptureFixture
) -> None:
    await asker.run_script()
    asker.way.delay = SLOW

    began = perf_counter()
    answers = await asyncio.gather(*(asker.run_script() for _ in range(200)))

    assert answers == [None] * 200
    assert perf_counter() - began < SLOW
    assert len(caplog.messages) == 1


async def test_a_broken_connection_is_replaced_for_the_same_command(asker: Requester) -> None:
    await asker.run_script()
    await asker.way.disconnect()
    asker.way.restore()

    assert await asker.run_script() == (2, 7)


async def test_the_command_of_a_cancelled_caller_is_not_sent(asker: Requester) -> None:
    await asker.run_script()
    asker.way.delay = PATIENCE / 5
    first = asyncio.create_task(asker.run_script())
    await asyncio.sleep(PATIENCE / 10)  # its command is sent
    second = asyncio.create_task(asker.run_script())
    await asyncio.sleep(0)
    second.cancel()

    assert await first == (2, 7)
    assert await asker.run_script() == (3, 7)


async def test_an_error_reply_fails_no_other_command() -> None:
    async with redis_namespace() as (redis, prefix):
        client = RedisClient(redis, prefix, CountingFallbacks(), timeout=10)

        answers = await asyncio.gather(
            client.run_script("count", "return redis.call('NONE')", ["key"], []),
            client.run_script("count", COUNT, ["key"], [7]),
            return_exceptions=True,
        )

        assert [type(answer) for answer in answers] == [Unreachable, tuple]


async def test_recovery_is_automatic_and_logged_once(
    asker: Requester, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = await asker.run_script()
    await asker.way.disconnect()
    away = [await asker.run_script() for _ in range(50)]
    asker.way.restore()

    answer = await asker.recover()

    assert (first, away, answer[1]) == ((1, 7), [None] * 50, 7)
    messages = [message.split(",")[0] for message in caplog.messages]
    assert messages == ["Redis is unreachable", "Redis is reachable again"]


async def test_the_retry_delays_no_other_call(asker: Requester) -> None:
    asker.way.delay = SLOW
    for _ in range(FAILURE_THRESHOLD):
        await asker.run_script()
    await asyncio.sleep(RETRY_INTERVAL)

    trying = asyncio.create_task(asker.run_script())
    await asyncio.sleep(0)
    began = perf_counter()
    others = [await asker.run_script() for _ in range(10)]

    assert others == [None] * 10
    assert perf_counter() - began < PATIENCE
    assert await trying is None


async def test_an_error_reply_counts_as_unreachable() -> None:
    async with redis_namespace() as (redis, prefix):
        await redis.set(f"{prefix}key", "a word")
        outages = CountingFallbacks()

        with pytest.raises(Unreachable):
            await RedisClient(redis, prefix, outages).run_script("count", COUNT, ["key"], [7])

        assert outages.fallback == {"count": 1}

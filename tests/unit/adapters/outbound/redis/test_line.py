"""The line to Redis: brief questions, and hardly anybody kept waiting when it does not answer."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from time import perf_counter

import pytest

from nazh.adapters.outbound.redis.line import FAILURES, REST, Line, OutOfReach
from tests.doubles.outages import CountedOutages
from tests.redises import Road, corner, road

PATIENCE = 0.5
"""Seconds; longer than in earnest, for a machine that has other work."""
SLOW = 3.0
COUNT = "return {redis.call('INCR', KEYS[1]), tonumber(ARGV[1])}"


class Asker:
    """A line over a way that can be cut."""

    def __init__(self, line: Line, way: Road, outages: CountedOutages) -> None:
        self._line = line
        self.way = way
        self.outages = outages

    async def ask(self) -> tuple[int, ...] | None:
        """Return the count and 7, or ``None`` where Redis was out of reach."""
        try:
            return await self._line.ask("count", COUNT, ["key"], [7])
        except OutOfReach:
            return None

    async def recover(self) -> tuple[int, ...]:
        """Ask until there is an answer again."""
        async with asyncio.timeout(20 * REST):
            while True:
                if answer := await self.ask():
                    return answer
                await asyncio.sleep(0.05)


@pytest.fixture
async def asker() -> AsyncIterator[Asker]:
    async with road() as (way, address), corner(address) as (redis, prefix):
        outages = CountedOutages()
        yield Asker(Line(redis, prefix, outages, PATIENCE), way, outages)


async def test_a_script_is_run_on_keys_that_begin_with_the_prefix() -> None:
    async with corner() as (redis, prefix):
        line = Line(redis, prefix, CountedOutages(), PATIENCE)

        answers = [await line.ask("count", COUNT, ["key"], [7]) for _ in range(2)]

        assert answers == [(1, 7), (2, 7)]
        assert await redis.get(f"{prefix}key") == b"2"


async def test_who_asks_a_slow_redis_waits_no_longer_than_the_patience(asker: Asker) -> None:
    await asker.ask()
    asker.way.delay = SLOW

    began = perf_counter()
    answer = await asker.ask()

    assert answer is None
    assert PATIENCE <= perf_counter() - began < SLOW
    assert asker.outages.alone == {"count": 1}


async def test_slow_moments_between_good_ones_are_forgotten(
    asker: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    await asker.ask()
    for _ in range(2 * FAILURES):
        asker.way.delay = SLOW
        assert await asker.ask() is None
        asker.way.mend()
        assert await asker.ask() is not None

    assert caplog.messages == []


async def test_while_it_is_away_only_one_a_second_asks_and_waits(asker: Asker) -> None:
    asker.way.delay = SLOW
    for _ in range(FAILURES):
        await asker.ask()

    began = perf_counter()
    answers = [await asker.ask() for _ in range(1000)]

    assert answers == [None] * 1000
    assert perf_counter() - began < REST
    assert asker.outages.alone == {"count": FAILURES + 1000}


async def test_many_at_once_wait_together_and_not_in_turn(asker: Asker) -> None:
    await asker.ask()
    asker.way.delay = SLOW

    began = perf_counter()
    answers = await asyncio.gather(*(asker.ask() for _ in range(200)))

    assert answers == [None] * 200
    assert perf_counter() - began < SLOW


async def test_it_comes_back_by_itself_and_the_log_says_each_once(
    asker: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = await asker.ask()
    await asker.way.cut()
    away = [await asker.ask() for _ in range(50)]
    asker.way.mend()

    answer = await asker.recover()

    assert (first, away, answer[1]) == ((1, 7), [None] * 50, 7)
    said = [message.split(",")[0] for message in caplog.messages]
    assert said == ["Redis is out of reach", "Redis answers again"]


async def test_the_one_who_tries_again_keeps_nobody_waiting(asker: Asker) -> None:
    asker.way.delay = SLOW
    for _ in range(FAILURES):
        await asker.ask()
    await asyncio.sleep(REST)

    trying = asyncio.create_task(asker.ask())
    await asyncio.sleep(0)
    began = perf_counter()
    others = [await asker.ask() for _ in range(10)]

    assert others == [None] * 10
    assert perf_counter() - began < PATIENCE
    assert await trying is None


async def test_what_redis_refuses_is_no_answer() -> None:
    async with corner() as (redis, prefix):
        await redis.set(f"{prefix}key", "a word")
        outages = CountedOutages()

        with pytest.raises(OutOfReach):
            await Line(redis, prefix, outages).ask("count", COUNT, ["key"], [7])

        assert outages.alone == {"count": 1}

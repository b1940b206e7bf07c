"""Turns while Redis is away: nobody starts a session, and nobody has to be told to go on."""

from __future__ import annotations

import asyncio

import pytest

from nazh.adapters.outbound.redis.connecting import new_redis
from nazh.adapters.outbound.redis.session_turns import ASK_EVERY, RedisTurns
from tests.redises import corner, road

APART = 0.2


async def test_nobody_has_a_turn_until_redis_is_back(caplog: pytest.LogCaptureFixture) -> None:
    async with corner() as (_, prefix), road() as (way, address):
        turns = RedisTurns(new_redis(address), prefix, APART)
        await way.cut()

        async def start() -> None:
            async with turns.turn(0) as turn:
                await turn.use()

        starting = asyncio.create_task(start())
        await asyncio.wait((starting,), timeout=3 * ASK_EVERY)
        was_kept_waiting = not starting.done()
        way.mend()
        async with asyncio.timeout(10):
            await starting

    assert was_kept_waiting
    assert caplog.text.count("waits for Redis") == 1


async def test_who_has_the_turn_goes_on_when_redis_goes_away(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with corner() as (redis, prefix), road() as (way, address):
        async with RedisTurns(new_redis(address), prefix, APART).turn(0) as turn:
            await way.cut()
            async with asyncio.timeout(10):
                await turn.use()
        # Redis was never told, so that the others wait for longer than they would have to.
        left = await redis.pttl(f"{prefix}session_start:0")

    assert left > 1000 * APART
    assert "while a session starts" in caplog.text


async def test_a_turn_that_was_taken_for_dead_is_waited_for_again() -> None:
    async with corner() as (redis, prefix):
        turns = RedisTurns(redis, prefix, APART)
        async with turns.turn(0) as turn:
            await redis.set(f"{prefix}session_start:0", "another", px=300)
            using = asyncio.create_task(turn.use())
            await asyncio.wait((using,), timeout=0.1)
            was_kept_waiting = not using.done()
            async with asyncio.timeout(10):
                await using

    assert was_kept_waiting

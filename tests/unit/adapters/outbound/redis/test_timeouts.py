"""Tests how long Redis is waited for, in virtual time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeVar

import pytest
from redis.exceptions import RedisError

from nazh.adapters.outbound.redis.client import RedisClient, Unreachable
from nazh.adapters.outbound.redis.connections import new_redis
from nazh.adapters.outbound.redis.identify_lock import RedisIdentifyLock
from tests.doubles.fallbacks import CountingFallbacks
from tests.doubles.redis_server import RedisDouble
from tests.doubles.skipping_loop import SkippingLoop

Result = TypeVar("Result")
SET_UP = {"PING": b"+PONG\r\n", "CLIENT": b"+OK\r\n"}
"""What begins a connection, with its answers."""


def run(story: Callable[[], Coroutine[object, object, Result]]) -> Result:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(story())


def seconds() -> float:
    return asyncio.get_running_loop().time()


def hanging() -> RedisDouble:
    return RedisDouble(lambda command: SET_UP.get(command, b""))


@asynccontextmanager
async def full_backlog() -> AsyncIterator[str]:
    """Yield the address of a server to which no connection is made any more."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as server:
        address = server.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for client in waiting:
            client.setblocking(False)
            client.connect_ex(address)
        yield f"redis://127.0.0.1:{address[1]}/0"
        for client in waiting:
            client.close()


def test_users_wait_a_moment_for_a_redis_that_hangs_and_then_for_a_second_not_at_all() -> None:
    async def story() -> list[float]:
        waits = []
        async with hanging().listen() as address:
            client = RedisClient(new_redis(address), "", CountingFallbacks())
            for pause in (0, 0, 0, 0, 0.9, 0.2):
                await asyncio.sleep(pause)
                began = seconds()
                with pytest.raises(Unreachable):
                    await client.run_script("count", "return {1}", [], [])
                waits.append(seconds() - began)
            await client.close()
        return waits

    assert run(story) == pytest.approx([0.05] * 3 + [0, 0] + [0.05])


def test_a_connection_may_take_longer_than_an_answer() -> None:
    answers = {**SET_UP, "EVAL": b"*1\r\n:7\r\n"}
    server = RedisDouble(lambda command: answers.get(command, b""), {"CLIENT": 0.3})

    async def story() -> tuple[int, ...]:
        async with server.listen() as address:
            client = RedisClient(new_redis(address), "", CountingFallbacks())
            with pytest.raises(Unreachable):
                await client.run_script("count", "return {1}", [], [])
            await asyncio.sleep(1)
            answer = await client.run_script("count", "return {1}", [], [])
            await client.close()
        return answer

    assert run(story) == (7,)


@pytest.mark.parametrize("listen", [hanging().listen, full_backlog])
def test_others_wait_for_seconds(listen: Callable[[], AbstractAsyncContextManager[str]]) -> None:
    async def story() -> float:
        async with listen() as address:
            redis = new_redis(address)
            with pytest.raises(RedisError):
                await redis.get("key")
            await redis.aclose()
            return seconds()

    assert 1 <= run(story) <= 3


@pytest.mark.parametrize(("idle", "checks"), [(10, []), (40, ["PING"])])
def test_a_connection_that_was_idle_is_checked_before_it_is_used(
    idle: float, checks: list[str]
) -> None:
    server = RedisDouble(lambda command: SET_UP.get(command, b"+OK\r\n"))

    async def story() -> None:
        async with server.listen() as address:
            redis = new_redis(address)
            await redis.get("key")
            await asyncio.sleep(idle)
            await redis.get("key")
            await redis.aclose()

    run(story)

    assert server.commands == [*SET_UP, "GET", *checks, "GET"]


def test_a_shard_without_redis_asks_for_its_slot_twice_a_second() -> None:
    server = RedisDouble(lambda command: SET_UP.get(command, b"-ERR away\r\n"))

    async def story() -> None:
        async with server.listen() as address:
            redis = new_redis(address)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(9.9), RedisIdentifyLock(redis, "", 5).slot(0):
                    raise AssertionError
            await redis.aclose()

    run(story)

    assert server.commands.count("EVALSHA") == 20 + len(["its release"])


@pytest.mark.parametrize(("milliseconds", "waited"), [(100, 0.1), (30_000, 0.5)])
def test_a_shard_waits_for_the_slot_of_another_no_longer_than_needed(
    milliseconds: int, waited: float
) -> None:
    answers = iter((milliseconds, 0, 0))
    server = RedisDouble(lambda command: SET_UP.get(command) or b":%d\r\n" % next(answers))

    async def story() -> float:
        async with server.listen() as address:
            redis = new_redis(address)
            async with RedisIdentifyLock(redis, "", 5).slot(0):
                reply = seconds()
            await redis.aclose()
            return reply

    assert run(story) == pytest.approx(waited)

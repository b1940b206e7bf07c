"""What every turnstile promises (nazh.adapters.inbound.discord.door)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from nazh.adapters.inbound.discord.door import Turnstile
from nazh.adapters.outbound.limits.memory import WindowMemory
from nazh.adapters.outbound.limits.turnstile import LimitsTurnstile
from nazh.adapters.outbound.redis.line import Line
from nazh.adapters.outbound.redis.turnstile import RedisTurnstile
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock
from tests.doubles.outages import NoOutages
from tests.redises import corner

ALICE, BOB = PlayerId(1), PlayerId(2)
KEEP, INN = ServerId(1), ServerId(2)
PER_PLAYER, PER_SERVER, SECONDS = 2, 3, 10
LIMITS = tuple(f"{most} per {SECONDS} seconds" for most in (PER_PLAYER, PER_SERVER))
GO_ON = (None, None)
MOMENT = 0.3
"""Seconds that a question may take to a clock that does not stand still."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A turnstile, and how to let time pass at it."""

    turnstile: Turnstile
    let_pass: Callable[[float], Awaitable[None]]


@asynccontextmanager
async def in_memory() -> AsyncIterator[Gate]:
    clock = FrozenClock()

    async def let_pass(seconds: float) -> None:
        clock.pass_by(seconds)

    yield Gate(LimitsTurnstile(WindowMemory(clock), clock, *LIMITS), let_pass)


@asynccontextmanager
async def in_redis() -> AsyncIterator[Gate]:
    async with corner() as (redis, prefix):
        alone = LimitsTurnstile(WindowMemory(FrozenClock()), FrozenClock(), *LIMITS)
        turnstile = RedisTurnstile(Line(redis, prefix, NoOutages(), patience=5), alone, *LIMITS)

        async def let_pass(seconds: float) -> None:
            await age(redis, prefix, seconds)

        yield Gate(turnstile, let_pass)


async def age(redis: Redis, prefix: str, seconds: float) -> None:
    """Bring the end of every key nearer, as if ``seconds`` had passed."""
    async for key in redis.scan_iter(match=f"{prefix}*"):
        await redis.pexpire(key, await redis.pttl(key) - round(seconds * 1000))


@pytest.fixture(params=[in_memory, in_redis])
async def gate(request: pytest.FixtureRequest) -> AsyncIterator[Gate]:
    made: AbstractAsyncContextManager[Gate] = request.param()
    async with made as gate:
        yield gate


async def test_so_many_are_let_through_and_no_more(gate: Gate) -> None:
    turns = [await gate.turnstile.admit(ALICE, None) for _ in range(PER_PLAYER + 1)]

    assert turns[:-1] == [GO_ON] * PER_PLAYER
    assert turns[-1][0] == pytest.approx(SECONDS, abs=MOMENT)


async def test_so_many_are_let_through_on_a_server_whoever_they_are(gate: Gate) -> None:
    crowd = [PlayerId(10 + number) for number in range(PER_SERVER + 1)]

    turns = [await gate.turnstile.admit(player, KEEP) for player in crowd]

    assert turns[:-1] == [GO_ON] * PER_SERVER
    assert turns[-1][1] == pytest.approx(SECONDS, abs=MOMENT)


async def test_who_is_turned_away_takes_no_turn_from_the_others_on_the_server(gate: Gate) -> None:
    for _ in range(PER_PLAYER + 10):
        await gate.turnstile.admit(ALICE, KEEP)

    assert await gate.turnstile.admit(BOB, KEEP) == GO_ON
    wait, _ = await gate.turnstile.admit(ALICE, KEEP)
    assert wait is not None


async def test_the_wait_that_was_told_is_long_enough(gate: Gate) -> None:
    for _ in range(PER_PLAYER):
        await gate.turnstile.admit(ALICE, None)
    await gate.let_pass(2.5)
    wait, _ = await gate.turnstile.admit(ALICE, None)
    assert wait is not None
    assert 0 < wait <= SECONDS

    await gate.let_pass(wait)

    assert await gate.turnstile.admit(ALICE, None) == GO_ON


async def test_who_tries_again_does_not_wait_longer(gate: Gate) -> None:
    for _ in range(PER_PLAYER + 20):
        await gate.turnstile.admit(ALICE, None)
    await gate.let_pass(9)

    wait, _ = await gate.turnstile.admit(ALICE, None)

    assert wait == pytest.approx(1, abs=MOMENT)


async def test_nobody_waits_for_somebody_else(gate: Gate) -> None:
    for _ in range(PER_SERVER + 1):
        await gate.turnstile.admit(ALICE, None)

    assert await gate.turnstile.admit(BOB, None) == GO_ON


async def test_nobody_waits_for_another_server(gate: Gate) -> None:
    for number in range(PER_SERVER + 1):
        await gate.turnstile.admit(PlayerId(10 + number), KEEP)

    assert await gate.turnstile.admit(BOB, INN) == GO_ON


async def test_a_player_and_a_server_with_the_same_number_are_two(gate: Gate) -> None:
    for _ in range(PER_PLAYER + 1):
        await gate.turnstile.admit(PlayerId(7), None)

    assert await gate.turnstile.admit(ALICE, ServerId(7)) == GO_ON

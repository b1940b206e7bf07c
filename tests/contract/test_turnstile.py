"""What every turnstile promises (nazh.adapters.inbound.discord.door)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from nazh.adapters.inbound.discord.door import Turnstile
from nazh.adapters.outbound.limits.memory import WindowMemory
from nazh.adapters.outbound.limits.turnstile import LimitsTurnstile
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock

ALICE, BOB = PlayerId(1), PlayerId(2)
KEEP, INN = ServerId(1), ServerId(2)
PER_PLAYER, PER_SERVER, SECONDS = 2, 3, 10


@dataclass(frozen=True, slots=True)
class Gate:
    """A turnstile, and how to let time pass at it."""

    turnstile: Turnstile
    let_pass: Callable[[float], None]


def in_memory() -> Gate:
    clock = FrozenClock()
    limits = (f"{most} per {SECONDS} seconds" for most in (PER_PLAYER, PER_SERVER))
    return Gate(LimitsTurnstile(WindowMemory(clock), clock, *limits), clock.pass_by)


@pytest.fixture(params=[in_memory])
def gate(request: pytest.FixtureRequest) -> Gate:
    made: Gate = request.param()
    return made


async def test_so_many_are_let_through_and_no_more(gate: Gate) -> None:
    players = [await gate.turnstile.admit_player(ALICE) for _ in range(PER_PLAYER + 1)]
    servers = [await gate.turnstile.admit_server(KEEP) for _ in range(PER_SERVER + 1)]

    assert players == [None, None, 10.0]
    assert servers == [None, None, None, 10.0]


async def test_the_wait_that_was_told_is_long_enough(gate: Gate) -> None:
    for _ in range(PER_PLAYER):
        await gate.turnstile.admit_player(ALICE)
    gate.let_pass(2.5)
    wait = await gate.turnstile.admit_player(ALICE)
    assert wait is not None
    assert 0 < wait <= SECONDS

    gate.let_pass(wait)

    assert await gate.turnstile.admit_player(ALICE) is None


async def test_who_tries_again_does_not_wait_longer(gate: Gate) -> None:
    for _ in range(PER_PLAYER + 20):
        await gate.turnstile.admit_player(ALICE)
    gate.let_pass(9)

    wait = await gate.turnstile.admit_player(ALICE)

    assert wait == pytest.approx(1)


async def test_nobody_waits_for_somebody_else(gate: Gate) -> None:
    for _ in range(PER_SERVER + 1):
        await gate.turnstile.admit_player(ALICE)
        await gate.turnstile.admit_server(KEEP)

    assert await gate.turnstile.admit_player(BOB) is None
    assert await gate.turnstile.admit_server(INN) is None


async def test_a_player_and_a_server_with_the_same_number_are_two(gate: Gate) -> None:
    for _ in range(PER_PLAYER + 1):
        await gate.turnstile.admit_player(PlayerId(7))

    assert await gate.turnstile.admit_server(ServerId(7)) is None

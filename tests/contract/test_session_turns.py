"""What everybody promises who gives lines their turns to start a session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise
from time import monotonic

import pytest

from nazh.adapters.inbound.discord.lines import Turn
from nazh.adapters.inbound.discord.session_starts import OwnTurns, Turns
from nazh.adapters.outbound.redis.session_turns import RedisTurns
from tests.redises import corner

APART = 0.2
LONG = 10.0


@pytest.fixture(params=["own", "redis"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Turns, Turns]]:
    """The turns as two processes are given them, or as one is given them twice."""
    if request.param == "own":
        alone = OwnTurns(APART)
        yield alone, alone
        return
    async with corner() as (redis, prefix):
        yield RedisTurns(redis, prefix, APART), RedisTurns(redis, prefix, APART)


async def used(turns: Turns, group: int = 0) -> float:
    """Use a turn, and return when."""
    async with turns.turn(group) as turn:
        await turn.use()
        return monotonic()


async def test_turns_of_one_group_are_used_apart(both: tuple[Turns, Turns]) -> None:
    async with asyncio.timeout(LONG):
        moments = sorted(await asyncio.gather(*(used(turns) for turns in both * 2)))

    pauses = [later - earlier for earlier, later in pairwise(moments)]
    # Redis rounds to milliseconds, and our clock starts a little behind its own.
    assert min(pauses) >= APART - 0.05


async def test_groups_do_not_wait_for_one_another(both: tuple[Turns, Turns]) -> None:
    here, there = both

    async with asyncio.timeout(LONG), here.turn(0), there.turn(1) as turn:
        await turn.use()


async def test_nobody_has_a_turn_while_another_has(both: tuple[Turns, Turns]) -> None:
    here, there = both
    async with here.turn(0):
        waiting = asyncio.create_task(used(there))
        await asyncio.wait((waiting,), timeout=2 * APART)
        assert not waiting.done()

    async with asyncio.timeout(LONG):
        await waiting


async def test_a_turn_that_was_not_used_goes_to_the_next_at_once(
    both: tuple[Turns, Turns],
) -> None:
    here, there = both
    began = monotonic()
    for turns in (here, there) * 2:
        async with asyncio.timeout(LONG), turns.turn(0):
            pass

    assert monotonic() - began < 3 * APART, "used, they would have taken that"


async def test_who_gives_up_waiting_keeps_nobody_waiting(both: tuple[Turns, Turns]) -> None:
    here, there = both

    async def take(turns: Turns) -> Turn:
        async with turns.turn(0) as turn:
            return turn

    async with here.turn(0):
        impatient = asyncio.create_task(take(there))
        await asyncio.wait((impatient,), timeout=0.05)
        impatient.cancel()
        await asyncio.wait((impatient,))

    async with asyncio.timeout(LONG):
        await used(here)

"""What every memory of presses promises (nazh.adapters.inbound.discord.dice.taps)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest

from nazh.adapters.inbound.discord.dice.taps import Taps
from nazh.adapters.outbound.memory.taps import REMEMBERED, WITHIN, MemoryTaps
from nazh.adapters.outbound.redis.taps import RedisTaps
from tests.redises import two_lines

MESSAGE, ALICE, BOB = 10, 1, 2
_NUMBERS = count()


def at(milliseconds: int) -> int:
    """Return an id that Discord would give at this time, a different one each time."""
    return (milliseconds << 22) + next(_NUMBERS)


@pytest.fixture(params=["memory", "redis"])
async def both(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Taps, Taps]]:
    """The presses as two processes know them that share a memory, or as one knows them twice."""
    if request.param == "memory":
        alone = MemoryTaps()
        yield alone, alone
        return
    async with two_lines() as (here, there):
        yield RedisTaps(here, MemoryTaps()), RedisTaps(there, MemoryTaps())


async def test_a_second_press_in_the_same_moment_is_the_same_press(both: tuple[Taps, Taps]) -> None:
    here, there = both

    assert not await here.is_second(MESSAGE, ALICE, at(5_000))
    assert await there.is_second(MESSAGE, ALICE, at(5_000 + WITHIN))
    assert await here.is_second(MESSAGE, ALICE, at(5_000))


async def test_a_press_after_a_moment_is_a_press_of_its_own(both: tuple[Taps, Taps]) -> None:
    here, there = both
    await here.is_second(MESSAGE, ALICE, at(5_000))

    assert not await there.is_second(MESSAGE, ALICE, at(5_001 + WITHIN))


async def test_others_and_other_messages_and_buttons_do_not_touch(both: tuple[Taps, Taps]) -> None:
    here, there = both
    await here.is_second(MESSAGE, ALICE, at(5_000))

    assert not await there.is_second(MESSAGE, BOB, at(5_000))
    assert not await there.is_second(MESSAGE + 1, ALICE, at(5_001))
    assert not await there.is_second(MESSAGE, ALICE, at(5_001), "secretly")


async def test_an_interaction_that_comes_twice_is_no_second_tap(both: tuple[Taps, Taps]) -> None:
    here, there = both
    interaction = at(5_000)

    assert not await here.is_second(MESSAGE, ALICE, interaction)
    assert not await there.is_second(MESSAGE, ALICE, interaction)


async def test_in_memory_the_oldest_press_is_forgotten_first() -> None:
    taps = MemoryTaps()
    for message in range(REMEMBERED + 1):
        await taps.is_second(message, ALICE, at(5_000))

    assert not await taps.is_second(0, ALICE, at(5_001))
    assert await taps.is_second(REMEMBERED, ALICE, at(5_001))

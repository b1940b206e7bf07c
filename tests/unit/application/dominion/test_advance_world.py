"""Tests how often the world is advanced."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from nazh.application.dominion.advance_world import (
    PAUSE_BUDGET,
    PERIOD,
    RUN_FOR,
    AdvanceWorld,
    fast_period,
)
from nazh.domain.dominion.world_time import LONG_SILENCE
from tests.doubles.clock import FrozenClock
from tests.doubles.skipping_loop import SkippingLoop
from tests.doubles.worlds import UnusedWorld

NOW = datetime(2026, 1, 1, tzinfo=UTC)
STEP = 0.002


class BusyWorld(UnusedWorld):
    """A world with some steps that are due, each of which takes 2 ms."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    async def advance(self, until: datetime) -> bool:
        assert until == NOW
        if not self.left:
            return False
        self.left -= 1
        time.sleep(STEP)  # noqa: ASYNC251  # a step takes the processor
        return True


class WaitingWorld(UnusedWorld):
    """A world with some steps that are due, each of which takes some seconds."""

    def __init__(self, steps: int, seconds: float) -> None:
        self.left = steps
        self._seconds = seconds

    async def advance(self, until: datetime) -> bool:
        self.left -= 1
        if self.left < 0:
            return False
        await asyncio.sleep(self._seconds)
        return True


async def never() -> bool:
    return False


@pytest.mark.parametrize("times", [1, 600, 1_800, 3_600])
def test_a_late_run_on_a_fast_clock_is_no_outage(times: int) -> None:
    period = fast_period(times)

    assert period < PERIOD
    assert 2 * period * times < LONG_SILENCE


@pytest.mark.parametrize(
    ("step", "pauses", "took"),
    [
        (0.002, PAUSE_BUDGET, 10 * (0.002 + 0.004)),
        (1.0, PAUSE_BUDGET, 10 * (1 + 0.015)),
        (0.002, timedelta(seconds=0.01), 10 * 0.002 + 0.01),
    ],
)
def test_pauses_are_twice_as_long_as_the_steps_up_to_limits(
    step: float, pauses: timedelta, took: float
) -> None:
    async def story() -> float:
        began = asyncio.get_running_loop().time()
        await AdvanceWorld(WaitingWorld(10, step), FrozenClock(NOW), never, pauses)()
        return asyncio.get_running_loop().time() - began

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(story()) == pytest.approx(took)


def test_a_run_ends_in_time_and_leaves_the_rest_to_the_next_one() -> None:
    async def story() -> int:
        world = WaitingWorld(100, 1.0)
        await AdvanceWorld(world, FrozenClock(NOW), never, timedelta())()
        return world.left

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        assert runner.run(story()) == 100 - RUN_FOR.total_seconds()


@pytest.mark.parametrize(
    ("pauses", "turns"),
    [
        (timedelta(), []),
        (timedelta(microseconds=1), [19]),
        (PAUSE_BUDGET, [*reversed(range(20))]),
    ],
)
async def test_others_have_their_turns_in_pauses(pauses: timedelta, turns: list[int]) -> None:
    world, turns_seen = BusyWorld(steps=20), []

    async def look() -> None:
        while True:
            turns_seen.append(world.left)
            await asyncio.sleep(0)

    other = asyncio.ensure_future(look())
    await AdvanceWorld(world, FrozenClock(NOW), never, pauses)()
    other.cancel()

    assert list(dict.fromkeys(turns_seen)) == turns


async def test_nothing_is_advanced_once_it_is_stopped() -> None:
    world = BusyWorld(steps=5)

    async def is_stopped() -> bool:
        return world.left == 3

    await AdvanceWorld(world, FrozenClock(NOW), is_stopped)()

    assert world.left == 3

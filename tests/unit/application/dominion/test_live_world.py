"""Tests when a live world notes that it is advanced, and when it waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from nazh.application.dominion.live_world import LiveWorld
from nazh.application.dominion.ports import Heartbeat, WorldTransaction
from nazh.domain.kernel.identity import GuildId
from tests.doubles.worlds import UnusedWorld

Result = TypeVar("Result")
START = datetime(2026, 1, 1, 12, 30, 30, tzinfo=UTC)


class IdleWorld(UnusedWorld):
    """A world in which nothing is due."""

    def __init__(self) -> None:
        self.advances: list[datetime] = []

    async def advance(self, until: datetime) -> bool:
        self.advances.append(until)
        return False

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        raise LookupError


class NotedBeats:
    """Heartbeats that note every beat."""

    def __init__(self) -> None:
        self.noted: list[timedelta] = []

    async def beat(self, now: datetime) -> Heartbeat:
        self.noted.append(now - START)
        return Heartbeat(now)


@pytest.mark.parametrize("seconds", [1, 10])
async def test_a_world_that_is_advanced_steadily_notes_it_once_a_minute(seconds: int) -> None:
    beats = NotedBeats()
    live = LiveWorld(IdleWorld(), beats)

    for passed in range(0, 181, seconds):
        await live.advance(START + timedelta(seconds=passed))

    assert beats.noted == [timedelta(minutes=minute) for minute in range(4)]


@pytest.mark.parametrize(
    ("silence", "is_noted"),
    [
        (timedelta(minutes=1), False),
        (timedelta(minutes=30, microseconds=-1), False),
        (timedelta(minutes=30), True),
    ],
)
async def test_a_command_notes_only_what_may_be_an_outage(
    silence: timedelta, is_noted: bool
) -> None:
    beats = NotedBeats()
    live = LiveWorld(IdleWorld(), beats)
    await live.advance(START)

    with pytest.raises(LookupError):
        await live.apply(GuildId(1), START + silence, lambda _: None)

    assert beats.noted == [timedelta()] + [silence] * is_noted


async def test_a_clock_that_steps_back_by_seconds_does_not_stop_the_world() -> None:
    world = IdleWorld()
    live = LiveWorld(world, NotedBeats())

    for behind in (0, 4, 5, 6):
        await live.advance(START - timedelta(seconds=behind))

    assert world.advances == [START - timedelta(seconds=behind) for behind in (0, 4, 5)]

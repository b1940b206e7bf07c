"""Tests the contract of ``Heartbeats``: outages and clocks that step back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.application.dominion.live_world import LiveWorld
from nazh.application.dominion.ports import Heartbeat, Heartbeats
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.kernel.errors import Unavailable
from nazh.wiring.dominion.game import game_commands
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, requester

DAY = 24 * HOUR


class Live(Played):
    """A world on a clock, with a nation that has a citizen, two orders and a protection."""

    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # a database
        self.heartbeats: Heartbeats = SqlHeartbeats(self.database, RULESETS)
        self.live = LiveWorld(self.world, self.heartbeats)

    async def begin(self) -> None:
        await self.register(requester(1), "Aurelia")
        await self.join(requester(2))
        await self.contribute(requester(3))
        await self.build(requester(4), UnitType.INFANTRY, 7)

    async def pass_time(self, until: datetime) -> None:
        while await self.live.advance(until):
            pass


@pytest_asyncio.fixture
async def live(dominion_database: Database) -> Live:
    played = Live(dominion_database)
    await played.begin()
    return played


async def test_first_beats_at_the_same_time_are_all_noted(live: Live) -> None:
    beats = await asyncio.gather(*(live.heartbeats.beat(START) for _ in range(8)))

    assert beats == [Heartbeat(START)] * 8


async def test_an_outage_of_three_days_is_caught_up(live: Live) -> None:
    await live.heartbeats.beat(START)
    await live.pass_time(START + 72 * HOUR)

    (nation,) = (await live.snapshot()).nations

    # 47 ticks with the bonus for new nations, 25 without, and three charges for 7 infantry.
    assert nation.resources == 1_000 + 50 - 700 + 47 * 150 + 25 * 100 - 7 * (23 + 24 + 24)


async def test_a_longer_outage_postpones_everything_by_whole_days(live: Live) -> None:
    await live.pass_time(START + 10 * timedelta(minutes=1))
    before = (await live.snapshot()).nations[0]

    beat = await live.heartbeats.beat(START + 7 * DAY)

    assert beat == Heartbeat(START + 7 * DAY, frozen_days=4)
    snapshot = await live.snapshot()
    (nation,) = snapshot.nations
    assert snapshot.season.starts_at == START + 4 * DAY
    assert nation.protected_until == before.protected_until + 4 * DAY
    assert nation.military.orders[0].due_at == before.military.orders[0].due_at + 4 * DAY
    assert nation.progress.hour == before.progress.hour + 4 * 24
    assert nation.progress.day == before.progress.day + 4
    assert nation.resources == before.resources


async def test_a_longer_outage_postpones_the_cooldowns_of_departures(live: Live) -> None:
    await live.leave(requester(5))
    await live.heartbeats.beat(START)

    await live.heartbeats.beat(START + 7 * DAY)

    left = (await live.records.record_of(requester(1).user)).departure
    assert left is not None
    assert (left.at, left.contributed_at) == (START + 4 * DAY, START + 4 * DAY)


async def test_after_a_freeze_the_world_is_as_if_the_days_had_not_been(live: Live) -> None:
    await live.pass_time(START + timedelta(minutes=50))  # the standings are taken, not the tick
    await live.pass_time(START + timedelta(days=6, minutes=50))

    frozen = (await live.snapshot()).nations[0]
    record = await live.records.record_of(requester(1).user)

    # Three days were skipped, and three caught up.
    assert frozen.resources == 1_000 + 50 - 700 + 47 * 150 + 25 * 100 - 7 * (23 + 24 + 24)
    assert frozen.military.of(UnitType.INFANTRY).quantity == 7
    assert record.citizen is not None
    assert record.citizen.active_until == START + timedelta(days=14 + 3)
    assert len({change.at for change in record.changes}) == 1


async def test_a_command_notes_an_outage_before_the_first_advance(live: Live) -> None:
    await live.pass_time(START + timedelta(minutes=1))
    later = START + 30 * DAY
    commands = game_commands(LiveWorld(live.world, live.heartbeats))

    with suppress(Unavailable):  # what is due may take longer than a user waits
        await commands.contribute(requester(9, at=later))
    while await live.world.advance(later):
        pass
    await commands.contribute(requester(9, at=later))

    (nation,) = (await live.snapshot()).nations
    assert nation.population == 1
    assert nation.founded_at == START
    assert nation.protected_until == START + timedelta(hours=48) + 27 * DAY


async def test_processes_that_notice_an_outage_together_freeze_the_world_once(live: Live) -> None:
    await live.heartbeats.beat(START)

    beats = await asyncio.gather(*(live.heartbeats.beat(START + 7 * DAY) for _ in range(8)))

    assert sorted(beat.frozen_days for beat in beats) == [0] * 7 + [4]
    assert (await live.snapshot()).season.starts_at == START + 4 * DAY


async def test_the_world_waits_while_the_clock_is_behind(
    live: Live, caplog: pytest.LogCaptureFixture
) -> None:
    await live.pass_time(START + 5 * HOUR)
    at_five = (await live.snapshot()).digest

    assert not await live.live.advance(START + 2 * HOUR)
    assert not await live.live.advance(START + 2 * HOUR)
    other = LiveWorld(live.world, live.heartbeats)
    assert not await other.advance(START + 4 * HOUR)

    assert (await live.snapshot()).digest == at_five
    assert [record.message for record in caplog.records if record.levelname == "CRITICAL"] == [
        "the clock is 3:00:00 behind; the world waits for it",
        "the clock is 1:00:00 behind; the world waits for it",
    ]
    await live.pass_time(START + 6 * HOUR)
    assert (await live.snapshot()).nations[0].progress.hour == at_hour(6)


def at_hour(hours: int) -> int:
    return (START + hours * HOUR - datetime.fromtimestamp(0, START.tzinfo)) // HOUR


async def test_commands_while_the_clock_is_behind_do_nothing_twice(live: Live) -> None:
    await live.pass_time(START + 5 * HOUR)
    commands = game_commands(live.live)

    looked = await commands.look(requester(21, at=START + 3 * HOUR))

    (nation,) = (await live.snapshot()).nations
    assert looked.nation.resources == nation.resources

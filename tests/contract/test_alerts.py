"""Tests the contract of ``Alerts``, and what developers are alerted to."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import Connection, insert, select, update

from nazh.adapters.outbound.null.event_publisher import NullPublisher
from nazh.adapters.outbound.rng.dominion.war_secrets import DerivedWarSecrets
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.alerts import SqlAlerts
from nazh.adapters.outbound.sql.dominion.operations.invariants import SqlInvariantChecks
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, UNITS
from nazh.adapters.outbound.sql.dominion.world.outages import SqlHeartbeats
from nazh.adapters.outbound.sql.dominion.world.world import SqlWorld
from nazh.adapters.outbound.sql.platform.audit_log import SqlAuditLog
from nazh.adapters.outbound.sql.platform.queued_messages import QUEUED_MESSAGES
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.alerts import (
    ALERT_TOPIC,
    QUIET,
    Alert,
    AlertKind,
    Alerts,
    TellOfFailure,
    read_alert,
)
from nazh.application.dominion.check_invariants import CheckInvariants
from nazh.application.dominion.live_world import LiveWorld
from nazh.application.shared.messages.queued_messages import Recipient
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from tests.contract.test_failed_nations import BROKEN
from tests.contract.test_worlds import HOUR, RULESETS, START, Played, requester
from tests.doubles.clock import FrozenClock

DEVELOPERS: Final = tuple(Recipient.user(UserId(user), GuildId(99)) for user in (7, 8))
MINUTE: Final = timedelta(minutes=1)
FIRST: Final = Alert(AlertKind.NATION_PARKED, "1", "ValueError")
SECOND: Final = Alert(AlertKind.NATION_PARKED, "2", "ValueError")
OTHER: Final = Alert(AlertKind.JOB_FAILED, "rank_nations", "KeyError")


class Alerted(Played):
    """A world whose developers are told what needs them."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.clock = FrozenClock(START)
        self.stored = SqlAlerts(database, DEVELOPERS, self.clock)
        self.alerts: Alerts = self.stored
        self.world = SqlWorld(database, RULESETS, DerivedWarSecrets(), NullPublisher(), self.stored)

    async def queued(self, user: int = 7) -> list[tuple[timedelta, Alert]]:
        """Return when a developer is told of what, relative to the start."""
        message = QUEUED_MESSAGES.c
        query = select(message.due_at, message.payload).where(
            message.topic == ALERT_TOPIC, message.kind == "user", message.recipient == user
        )

        def read(connection: Connection) -> list[tuple[timedelta, Alert]]:
            return [
                (timedelta(microseconds=row.due_at - microseconds(START)), read_alert(row.payload))
                for row in connection.execute(query.order_by(message.seq))
            ]

        return await self.database.read(read)

    async def park(self) -> None:
        """Let the work of a nation fail until it is parked."""
        await self.register(requester(1), "Aurelia")
        await self.build(requester(2), UnitType.INFANTRY, 1)
        row = {"season": 1, "nation": 1, "unit": BROKEN, "quantity": 1, "level": 0}
        await self.database.write(lambda on: on.execute(insert(UNITS).values(**row)))
        now = START + 5 * HOUR
        for _ in range(4):
            await self.advance(now)
            now += timedelta(seconds=20)


@pytest_asyncio.fixture
async def alerted(dominion_database: Database) -> Alerted:
    return Alerted(dominion_database)


async def test_every_developer_is_alerted_immediately(alerted: Alerted) -> None:
    await alerted.alerts.tell(FIRST)

    assert await alerted.queued(7) == await alerted.queued(8) == [(timedelta(), FIRST)]


async def test_the_same_alert_is_not_repeated_for_ten_minutes(alerted: Alerted) -> None:
    for _ in range(11):
        await alerted.alerts.tell(FIRST)
        alerted.clock.advance(60)

    assert await alerted.queued() == [(timedelta(), FIRST), (QUIET, FIRST)]


async def test_alerts_of_one_kind_that_follow_soon_are_one_message(alerted: Alerted) -> None:
    third = Alert(AlertKind.NATION_PARKED, "3", "KeyError")
    await alerted.alerts.tell(FIRST)
    alerted.clock.advance(60)
    await alerted.alerts.tell(SECOND)
    await alerted.alerts.tell(OTHER)
    alerted.clock.advance(60)
    await alerted.alerts.tell(third)

    assert await alerted.queued() == [
        (timedelta(), FIRST),
        (QUIET, SECOND),
        (MINUTE, OTHER),
        (QUIET, third),
    ]


async def test_nobody_is_alerted_without_developers(alerted: Alerted) -> None:
    await SqlAlerts(alerted.database, (), alerted.clock).tell(FIRST)

    assert await alerted.queued() == []


async def test_a_parked_nation_is_reported_once(alerted: Alerted) -> None:
    await alerted.park()

    assert await alerted.queued() == [(timedelta(), FIRST)]


async def test_a_parking_that_is_rolled_back_sends_no_alert(alerted: Alerted) -> None:
    def undo(connection: Connection) -> None:
        alerted.stored.queue(connection, FIRST)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await alerted.database.write(undo)

    assert await alerted.queued() == []
    await alerted.alerts.tell(FIRST)
    assert await alerted.queued() == [(timedelta(), FIRST)]


async def test_a_clock_that_is_behind_is_reported_once(alerted: Alerted) -> None:
    await alerted.register(requester(1), "Aurelia")
    live = LiveWorld(alerted.world, SqlHeartbeats(alerted.database, RULESETS), alerted.alerts)
    while await live.advance(START + 5 * HOUR):
        pass

    for _ in range(3):
        assert not await live.advance(START + 3 * HOUR)

    behind = Alert(AlertKind.CLOCK_BEHIND, "clock", "2:00:00")
    assert await alerted.queued() == [(timedelta(), behind)]


async def test_a_broken_invariant_is_reported(alerted: Alerted) -> None:
    await alerted.register(requester(1), "Aurelia")
    await alerted.database.write(lambda on: on.execute(update(NATION_STATES).values(population=3)))
    checks = SqlInvariantChecks(alerted.database, RULESETS, alerted.stored)

    await CheckInvariants(checks, SqlAuditLog(alerted.database), FrozenClock(START))()

    broken = Alert(AlertKind.INVARIANT_BROKEN, "citizens", "1")
    assert await alerted.queued() == [(timedelta(), broken)]


async def test_a_failing_job_is_reported_and_still_fails(alerted: Alerted) -> None:
    async def fail() -> None:
        raise KeyError("a secret")

    async def time_out() -> None:
        raise Unavailable("the database")

    async def succeed() -> None:
        pass

    with pytest.raises(KeyError):
        await TellOfFailure("rank_nations", fail, alerted.alerts)()
    with pytest.raises(Unavailable):
        await TellOfFailure("advance_dominion", time_out, alerted.alerts)()
    await TellOfFailure("queue_notices", succeed, alerted.alerts)()

    assert await alerted.queued() == [(timedelta(), OTHER)]


async def test_concurrent_alerts_of_several_processes_are_not_lost(alerted: Alerted) -> None:
    others = [Alert(AlertKind.WAR_PARKED, str(war), "KeyError") for war in range(4)]

    await asyncio.gather(*map(alerted.alerts.tell, others))

    assert {alert for _, alert in await alerted.queued()} == set(others)

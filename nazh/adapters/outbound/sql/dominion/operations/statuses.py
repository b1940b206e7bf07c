"""Reads the status of the whole world, for operators."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, select

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.operations.control_store import read_mode
from nazh.adapters.outbound.sql.dominion.operations.invariants import checked_invariants
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import (
    last_slots,
    next_slots,
    slot_of,
)
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    FAILURES,
    HEARTBEAT,
    NATION_STATES,
)
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Parked, Rulesets, TaskStatus, WorldStatus
from nazh.domain.dominion.season import Season

_IN_TIME: Final = timedelta(0)


class SqlWorldStatuses:
    """Satisfies ``WorldStatuses``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def at(self, now: datetime) -> WorldStatus | None:
        """Return the status of the world."""
        return await self._database.read(
            lambda connection: self._read(connection, now), BACKGROUND_TIMEOUT
        )

    def _read(self, connection: Connection, now: datetime) -> WorldStatus | None:
        season = find_season(connection, self._rulesets)
        if season is None:
            return None
        state, order = NATION_STATES.c, BUILD_ORDERS.c
        sums = select(
            func.count().label("nations"),
            func.coalesce(func.sum(state.population), 0).label("citizens"),
            func.coalesce(func.sum(state.resources), 0).label("supply"),
        )
        world = connection.execute(sums.where(state.season == season.number)).one()
        due = (order.season == season.number, order.due_at <= microseconds(now))
        retrying = select(func.count(FAILURES.c.retry_at))
        heartbeat = connection.execute(select(HEARTBEAT)).first()
        return WorldStatus(
            season=season.number,
            starts_at=season.starts_at,
            mode_setting=read_mode(connection),
            nations=world.nations,
            citizens=int(world.citizens),
            supply=int(world.supply),
            tasks=_tasks(connection, season, now),
            finished_orders=connection.execute(
                select(func.count()).select_from(BUILD_ORDERS).where(*due)
            ).scalar_one(),
            retrying=connection.execute(
                retrying.where(FAILURES.c.season == season.number)
            ).scalar_one(),
            parked=_parked_nations(connection, season),
            parked_wars=_parked_wars(connection, season),
            heartbeat=None if heartbeat is None else instant(heartbeat.at),
            frozen_days=0 if heartbeat is None else heartbeat.frozen_days,
            invariants=checked_invariants(connection),
        )


def _tasks(connection: Connection, season: Season, now: datetime) -> dict[str, TaskStatus]:
    done = last_slots(connection, season)
    return {
        slot.task.name.lower(): TaskStatus(
            last_at=slot_of(slot.task, done[slot.task.name]).at if slot.task.name in done else None,
            next_at=slot.at,
            lag=max(_IN_TIME, now - slot.at),
        )
        for slot in next_slots(connection, season)
    }


def _parked_nations(connection: Connection, season: Season) -> Parked:
    row = FAILURES.c
    is_parked = (row.season == season.number, row.retry_at.is_(None))
    return _parked(connection, row.error, row.since, *is_parked)


def _parked_wars(connection: Connection, season: Season) -> Parked:
    row = WARS.c
    is_open = (row.season == season.number, row.due_at.is_not(None))
    is_parked = (row.failures > 0, row.retry_at.is_(None))
    return _parked(connection, row.error, row.failing_since, *is_open, *is_parked)


def _parked(
    connection: Connection,
    error: ColumnElement[str],
    since: ColumnElement[int],
    *is_parked: ColumnElement[bool],
) -> Parked:
    count = connection.execute(select(func.count()).where(*is_parked)).scalar_one()
    latest = select(error).where(*is_parked).order_by(since.desc()).limit(1)
    written = connection.execute(latest).scalar() or ""
    return Parked(count, written.partition(":")[0])

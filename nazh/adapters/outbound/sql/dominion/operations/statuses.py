"""Reads the status of the whole world, for operators."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from nazh.adapters.outbound.sql.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.operations.invariants import checked_invariants
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import next_slots
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    FAILURES,
    HEARTBEAT,
    NATION_STATES,
)
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import Rulesets, WorldStatus

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
        failures = select(func.count(), func.count(FAILURES.c.retry_at))
        failing, retrying = connection.execute(
            failures.where(FAILURES.c.season == season.number)
        ).one()
        heartbeat = connection.execute(select(HEARTBEAT)).first()
        return WorldStatus(
            season=season.number,
            starts_at=season.starts_at,
            nations=world.nations,
            citizens=int(world.citizens),
            supply=int(world.supply),
            lags={
                slot.task.name.lower(): max(_IN_TIME, now - slot.at)
                for slot in next_slots(connection, season)
            },
            finished_orders=connection.execute(
                select(func.count()).select_from(BUILD_ORDERS).where(*due)
            ).scalar_one(),
            retrying=retrying,
            parked=failing - retrying,
            heartbeat=None if heartbeat is None else instant(heartbeat.at),
            frozen_days=0 if heartbeat is None else heartbeat.frozen_days,
            invariants=checked_invariants(connection),
        )

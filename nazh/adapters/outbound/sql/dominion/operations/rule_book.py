"""Stores changes to the rules of a season."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Row, func, insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import RULE_CHANGES
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import Task
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import SEASONS, TASK_RUNS
from nazh.adapters.outbound.sql.platform.audit_log import lock_chain, record
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports.controls import RuleChange, RulePlan, RulePoint
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import NoSeason
from nazh.domain.dominion.world_time import hour_of

NOTICE: Final = timedelta(minutes=5)
"""How long before a tick its rules are fixed, so that all processes know them by then."""
_CHANGE: Final = RULE_CHANGES.c


class SqlRuleBook:
    """Satisfies ``RuleBook``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def plan(self, at: datetime) -> RulePlan | None:
        """Return the rules at an instant."""

        def read(connection: Connection) -> RulePlan | None:
            season = _season(connection)
            return None if season is None else _plan(connection, season, at)

        return await self._database.read(read)

    async def change(
        self,
        at: datetime,
        decide: Callable[[RulePlan], tuple[tuple[RuleChange, ...], str, AuditEntry]],
    ) -> tuple[RuleChange, ...]:
        """Store changes of the rules."""

        def write(connection: Connection) -> tuple[RuleChange, ...]:
            lock_chain(connection)  # so that changes wait for one another
            season = _season(connection)
            if season is None:
                raise NoSeason
            changes, ruleset, entry = decide(_plan(connection, season, at))
            number = _last_number(connection, season)
            rows = [
                {
                    "season": season,
                    "number": number + place,
                    "hour": change.hour,
                    "requested_at": microseconds(change.requested_at),
                    "key": change.key,
                    "before": change.before,
                    "after": change.after,
                    "reason": change.reason,
                    "ruleset": ruleset,
                }
                for place, change in enumerate(changes, start=1)
            ]
            connection.execute(insert(RULE_CHANGES), rows)
            record(connection, entry)
            return changes

        return await self._database.write(write)

    async def history(self, key: str | None, most: int) -> tuple[RuleChange, ...]:
        """Return the changes, the latest first."""
        query = select(RULE_CHANGES).order_by(_CHANGE.season.desc(), _CHANGE.number.desc())
        if key is not None:
            query = query.where(_CHANGE.key == key)

        def read(connection: Connection) -> tuple[RuleChange, ...]:
            return tuple(map(_change_in, connection.execute(query.limit(most))))

        return await self._database.read(read)

    async def points(self, most: int) -> tuple[RulePoint, ...]:
        """Return the changes of the season by when they were made, the latest first."""
        last = func.max(_CHANGE.number)
        this = _CHANGE.season == NEWEST_SEASON
        # All rows of changes that were made together have the ruleset after them.
        groups = select(last.label("number"), func.count().label("changes")).where(this)
        groups = groups.group_by(_CHANGE.requested_at, _CHANGE.ruleset)
        latest = groups.order_by(last.desc()).limit(most).subquery()
        query = (
            select(RULE_CHANGES, latest.c.changes)
            .join(latest, latest.c.number == _CHANGE.number)
            .where(this)
            .order_by(_CHANGE.number.desc())
        )

        def read(connection: Connection) -> tuple[RulePoint, ...]:
            return tuple(
                RulePoint(number=row.number, changes=row.changes, last=_change_in(row))
                for row in connection.execute(query)
            )

        return await self._database.read(read)

    async def ruleset_after(self, number: int) -> str | None:
        """Return the ruleset after a change of the season, or the one of its start."""
        query = select(_CHANGE.ruleset).where(
            _CHANGE.season == NEWEST_SEASON, _CHANGE.number == number
        )
        if number == 0:
            query = select(SEASONS.c.ruleset).where(SEASONS.c.number == NEWEST_SEASON)
        return await self._database.read(lambda on: on.execute(query).scalar())


def _season(connection: Connection) -> int | None:
    return connection.execute(select(NEWEST_SEASON)).scalar()


def _last_number(connection: Connection, season: int) -> int:
    numbers = select(func.max(_CHANGE.number)).where(_CHANGE.season == season)
    return connection.execute(numbers).scalar() or 0


def _change_in(row: Row[tuple[object, ...]]) -> RuleChange:
    return RuleChange(
        hour=row.hour,
        key=row.key,
        before=row.before,
        after=row.after,
        reason=row.reason,
        requested_at=instant(row.requested_at),
    )


def _plan(connection: Connection, season: int, at: datetime) -> RulePlan:
    base = select(SEASONS.c.ruleset).where(SEASONS.c.number == season)
    first = connection.execute(base).scalar_one()
    changes = select(_CHANGE.ruleset).where(_CHANGE.season == season)
    newest = changes.order_by(_CHANGE.number.desc()).limit(1)
    in_force = newest.where(_CHANGE.hour <= hour_of(at))
    ticks = select(func.max(TASK_RUNS.c.slot)).where(
        TASK_RUNS.c.season == season, TASK_RUNS.c.task == Task.TICK.name
    )
    ticked = connection.execute(ticks).scalar() or 0
    return RulePlan(
        first=first,
        current=connection.execute(in_force).scalar() or first,
        planned=connection.execute(newest).scalar() or first,
        next_hour=max(hour_of(at + NOTICE), ticked) + 1,
        version=f"{season}.{_last_number(connection, season)}",
    )

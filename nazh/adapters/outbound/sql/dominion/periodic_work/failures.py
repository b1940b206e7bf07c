"""Records nations whose periodic work fails, so that they do not block the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import FAILURES, NATIONS
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.application.dominion.ports import FailedNation
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.season import Season

RETRIES: Final = (timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=16))
"""The delay before each retry; after the last one the work is parked."""
_LONGEST_ERROR: Final = 300


def values_after_failure(
    failures: int, at: datetime, error: BaseException
) -> dict[str, int | str | None]:
    """Return the columns of a row whose work has failed once more, after earlier ``failures``.

    ``retry_at`` is ``None`` if the work is parked now.
    """
    retry_at = at + RETRIES[failures] if failures < len(RETRIES) else None
    return {
        "failures": failures + 1,
        "retry_at": optional_microseconds(retry_at),
        "error": f"{type(error).__name__}: {error}"[:_LONGEST_ERROR],
    }


def is_failing(season: ColumnElement[int], nation: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that the periodic work of a nation fails."""
    return nation.in_(select(FAILURES.c.nation).where(FAILURES.c.season == season))


def due_retries(connection: Connection, season: Season, until: datetime, limit: int) -> list[int]:
    """Return nations whose retry is due by ``until``."""
    due = and_(FAILURES.c.season == season.number, FAILURES.c.retry_at <= microseconds(until))
    query = select(FAILURES.c.nation).where(due).order_by(FAILURES.c.nation).limit(limit)
    return list(connection.execute(query).scalars())


def note_failure(
    connection: Connection, season: Season, nation: int, at: datetime, error: BaseException
) -> bool:
    """Record another failure of a nation; return whether it is parked now."""
    condition = and_(FAILURES.c.season == season.number, FAILURES.c.nation == nation)
    failures = connection.execute(select(FAILURES.c.failures).where(condition)).scalar() or 0
    values = values_after_failure(failures, at, error)
    if failures:
        connection.execute(update(FAILURES).where(condition).values(**values))
    else:
        key = {"season": season.number, "nation": nation, "since": microseconds(at)}
        connection.execute(insert(FAILURES).values(**key, **values))
    return values["retry_at"] is None


def forget_failures(connection: Connection, season: Season, nations: Iterable[int]) -> None:
    """Delete the recorded failures of nations."""
    condition = and_(FAILURES.c.season == season.number, FAILURES.c.nation.in_(sorted(nations)))
    connection.execute(delete(FAILURES).where(condition))


class SqlFailedNations:
    """Satisfies ``FailedNations``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> tuple[FailedNation, ...]:
        """Return the nations whose work fails."""
        query = select(FAILURES, NATIONS.c.name).join(NATIONS, NATIONS.c.id == FAILURES.c.nation)

        def read(connection: Connection) -> tuple[FailedNation, ...]:
            return tuple(
                FailedNation(
                    nation=NationId(row.nation),
                    name=row.name,
                    failures=row.failures,
                    since=instant(row.since),
                    retry_at=optional_instant(row.retry_at),
                    error=row.error,
                )
                for row in connection.execute(query.order_by(FAILURES.c.nation))
            )

        return await self._database.read(read)

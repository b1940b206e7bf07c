"""Stores and reads the daily values of nations."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, and_, delete, func, insert, literal, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.periodic_work.scores import POWER
from nazh.adapters.outbound.sql.dominion.ranking_tables import HISTORY
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES
from nazh.application.dominion.ports import HistoryPoint
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import first_kept_day
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.world_time import day_of, start_of_day

KEPT_AT_ONCE: Final = 2_000
"""Nations whose values a transaction stores; many more would hold SQLite's writer for long."""
_PAST: Final = HISTORY.c
_STATE: Final = NATION_STATES.c


class SqlHistories:
    """Satisfies ``Histories``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, nation: NationId) -> tuple[HistoryPoint, ...]:
        """Return the daily values of a nation in this season."""
        query = select(HISTORY).where(_PAST.season == NEWEST_SEASON, _PAST.nation == nation)

        def read(connection: Connection) -> tuple[HistoryPoint, ...]:
            return tuple(
                HistoryPoint(start_of_day(row.day), row.power, row.generated)
                for row in connection.execute(query.order_by(_PAST.day))
            )

        return await self._database.read(read)


async def keep_history(database: Database, season: Season, now: datetime) -> None:
    """Store the values of all nations once a day, and delete old ones."""
    last, newest = await database.read(lambda connection: _last_day_and_nation(connection, season))
    if last is not None and last >= day_of(now):
        return
    # The last chunk comes first, so that an incomplete day is begun again.
    for first in reversed(range(0, newest + 1, KEPT_AT_ONCE)):
        await database.write_in_background(partial(_keep, season=season, now=now, first=first))


def _last_day_and_nation(connection: Connection, season: Season) -> tuple[int | None, int]:
    """Return the last day for which the first nation has values, and the newest nation's id."""
    newest = func.max(_STATE.nation), func.min(_STATE.nation)
    last_nation, first_nation = connection.execute(
        select(*newest).where(_STATE.season == season.number)
    ).one()
    of_first = and_(_PAST.season == season.number, _PAST.nation == first_nation)
    last = connection.execute(select(func.max(_PAST.day)).where(of_first)).scalar()
    return last, last_nation or 0


def _keep(connection: Connection, season: Season, now: datetime, first: int) -> None:
    day, last = day_of(now), first + KEPT_AT_ONCE - 1
    connection.execute(
        delete(HISTORY).where(
            _PAST.season == season.number,
            _PAST.nation.between(first, last),
            or_(_PAST.day == day, _PAST.day < first_kept_day(now)),
        )
    )
    chosen = and_(_STATE.season == season.number, _STATE.nation.between(first, last))
    values = select(_STATE.season, _STATE.nation, literal(day), POWER, _STATE.generated)
    columns = ["season", "nation", "day", "power", "generated"]
    connection.execute(insert(HISTORY).from_select(columns, values.where(chosen)))

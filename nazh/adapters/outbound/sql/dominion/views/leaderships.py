"""Reads the past and current leaders of nations."""

from __future__ import annotations

from sqlalchemy import Connection, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import LEADERSHIPS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.offices import Accession, Leadership
from nazh.domain.kernel.identity import UserId


class SqlLeaderships:
    """Satisfies ``Leaderships``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_nation(self, nation: NationId, limit: int) -> tuple[Leadership, ...]:
        """Return the last leaders, the newest first."""
        query = (
            select(LEADERSHIPS)
            .where(LEADERSHIPS.c.nation == nation)
            .order_by(LEADERSHIPS.c.since.desc(), LEADERSHIPS.c.seq.desc())
            .limit(limit)
        )

        def read(connection: Connection) -> tuple[Leadership, ...]:
            return tuple(
                Leadership(
                    None if row.leader is None else UserId(row.leader),
                    instant(row.since),
                    Accession(row.by),
                )
                for row in connection.execute(query)
            )

        return await self._database.read(read)

"""Reads the wars whose due work fails."""

from __future__ import annotations

from sqlalchemy import Connection, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant, optional_instant
from nazh.application.dominion.ports import FailedWar
from nazh.domain.dominion.wars.war import WarId


class SqlFailedWars:
    """Satisfies ``FailedWars``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def failing(self) -> tuple[FailedWar, ...]:
        """Return the wars whose due work fails."""

        def read(connection: Connection) -> tuple[FailedWar, ...]:
            rows = connection.execute(select(WARS).where(WARS.c.failures > 0).order_by(WARS.c.id))
            return tuple(
                FailedWar(
                    war=WarId(row.id),
                    failures=row.failures,
                    since=instant(row.failing_since),
                    retry_at=optional_instant(row.retry_at),
                    error=row.error,
                )
                for row in rows
            )

        return await self._database.read(read)

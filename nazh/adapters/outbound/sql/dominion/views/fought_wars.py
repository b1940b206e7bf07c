"""Reads the wars that nations have won and lost."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, and_, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.application.dominion.ports import FoughtWar
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import NationId

_WAR: Final = WARS.c


class SqlFoughtWars:
    """Satisfies ``FoughtWars``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_nation(self, nation: NationId) -> tuple[FoughtWar, ...]:
        """Return the wars of a nation that have a winner."""
        sides = or_(_WAR.aggressor == nation, _WAR.defender == nation)
        query = (
            select(_WAR.aggressor, _WAR.winner, _WAR.captured)
            .where(and_(_WAR.season == NEWEST_SEASON, sides, _WAR.winner.is_not(None)))
            .order_by(_WAR.concluded_at, _WAR.id)
        )

        def read(connection: Connection) -> tuple[FoughtWar, ...]:
            return tuple(
                FoughtWar(
                    is_won=(row.winner == Role.AGGRESSOR.value) is (row.aggressor == nation),
                    captured=row.captured,
                )
                for row in connection.execute(query)
            )

        return await self._database.read(read)

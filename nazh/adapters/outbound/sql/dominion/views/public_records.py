"""Reads the public facts about the alliances and wars of nations."""

from __future__ import annotations

from sqlalchemy import Connection, and_, case, func, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.application.dominion.ports import PublicRecord
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.war import WarState

_WAR, _ALLIANCE = WARS.c, ALLIANCES.c


class SqlPublicRecords:
    """Satisfies ``PublicRecords``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_nation(self, nation: NationId) -> PublicRecord:
        """Return the record of a nation."""
        return await self._database.read(lambda connection: _record(connection, nation))


def _record(connection: Connection, nation: NationId) -> PublicRecord:
    ally = case((_ALLIANCE.first == nation, _ALLIANCE.second), else_=_ALLIANCE.first)
    allies = (
        select(NATIONS.c.name)
        .join(ALLIANCES, ally == NATIONS.c.id)
        .where(
            or_(_ALLIANCE.first == nation, _ALLIANCE.second == nation),
            _ALLIANCE.ended_at.is_(None),
        )
        .order_by(_ALLIANCE.formed_at, NATIONS.c.id)
    )
    won_by = case((_WAR.aggressor == nation, Role.AGGRESSOR.value), else_=Role.DEFENDER.value)
    wars = select(
        func.count(case((_WAR.state != WarState.CONCLUDED.value, 1))),
        func.count(case((_WAR.winner == won_by, 1))),
        func.count(_WAR.winner),
    ).where(
        and_(_WAR.season == NEWEST_SEASON, or_(_WAR.aggressor == nation, _WAR.defender == nation))
    )
    is_open, won, decided = connection.execute(wars).one()
    names = tuple(connection.execute(allies).scalars())
    return PublicRecord(names, is_open, won, decided - won)

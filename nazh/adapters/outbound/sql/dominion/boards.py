"""Reads the rankings of all nations."""

from __future__ import annotations

from sqlalchemy import Connection, Select, and_, func, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, SEASONS
from nazh.application.dominion.ports import Ranked
from nazh.domain.kernel.identity import GuildId


class SqlBoards:
    """Satisfies ``Boards``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def strongest(self, limit: int, skip: int = 0) -> tuple[Ranked, ...]:
        """Return the nations with the most power."""

        def read(connection: Connection) -> tuple[Ranked, ...]:
            rows = connection.execute(strongest_query(limit, skip))
            return tuple(
                Ranked(place, row.name, row.power, GuildId(row.guild))
                for place, row in enumerate(rows, skip + 1)
            )

        return await self._database.read(read)


def strongest_query(limit: int, skip: int) -> Select[tuple[str, int, int]]:
    """Return the query of a page, which walks along the index of power in the last season."""
    state = NATION_STATES.c
    season = select(func.max(SEASONS.c.number)).scalar_subquery()
    return (
        select(NATIONS.c.name, NATIONS.c.guild, state.power)
        .select_from(NATION_STATES)
        .join(NATIONS, state.nation == NATIONS.c.id)
        .where(and_(state.season == season, state.power.is_not(None)))
        .order_by(state.power.desc(), NATIONS.c.founded_at, NATIONS.c.id)
        .limit(limit)
        .offset(skip)
    )

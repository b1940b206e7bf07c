"""Reads the rankings of all nations."""

from __future__ import annotations

from sqlalchemy import Connection, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS
from nazh.application.dominion.ports import Ranked
from nazh.domain.kernel.identity import GuildId


class SqlBoards:
    """Satisfies ``Boards``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def strongest(self, limit: int) -> tuple[Ranked, ...]:
        """Return the nations with the most power."""
        power = NATION_STATES.c.power
        query = (
            select(NATIONS.c.name, NATIONS.c.guild, power)
            .join(NATION_STATES, NATION_STATES.c.nation == NATIONS.c.id)
            .where(power.is_not(None))
            .order_by(power.desc(), NATIONS.c.founded_at, NATIONS.c.id)
            .limit(limit)
        )

        def read(connection: Connection) -> tuple[Ranked, ...]:
            return tuple(
                Ranked(place, row.name, row.power, GuildId(row.guild))
                for place, row in enumerate(connection.execute(query), 1)
            )

        return await self._database.read(read)

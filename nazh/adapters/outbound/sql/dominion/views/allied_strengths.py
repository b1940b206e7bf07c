"""Reads the strength of allies."""

from __future__ import annotations

from sqlalchemy import Connection, and_, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON, nation_of
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES
from nazh.adapters.outbound.sql.dominion.treaty_tables import ALLIANCES
from nazh.domain.kernel.identity import GuildId


class SqlAlliedStrengths:
    """Satisfies ``AlliedStrengths``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_ally(self, guild: GuildId, ally: GuildId) -> int | None:
        """Return the strength of an ally."""
        return await self._database.read(lambda connection: _strength(connection, guild, ally))


def _strength(connection: Connection, guild: GuildId, ally: GuildId) -> int | None:
    own, other = nation_of(guild), nation_of(ally)
    pair = or_(
        and_(ALLIANCES.c.first == own, ALLIANCES.c.second == other),
        and_(ALLIANCES.c.first == other, ALLIANCES.c.second == own),
    )
    is_allied = select(ALLIANCES.c.number).where(pair, ALLIANCES.c.ended_at.is_(None)).exists()
    state = NATION_STATES.c
    query = select(state.strength).where(
        state.season == NEWEST_SEASON, state.nation == other, is_allied
    )
    return connection.execute(query).scalar()

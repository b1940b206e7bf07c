"""Reads the citizens and servers to compare with those on Discord."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import CitizenPlace
from nazh.domain.kernel.identity import GuildId, UserId

_AT_ONCE: Final = 500
_STATE: Final = NATION_STATES.c


class SqlMembers:
    """Satisfies ``CitizensToCheck`` and ``OrphanedNations``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def checked_before(
        self, before: datetime, limit: int, without: Collection[GuildId] = ()
    ) -> tuple[CitizenPlace, ...]:
        """Return citizens whose last check is before an instant."""
        query = (
            select(CITIZENS.c.user, NATIONS.c.guild)
            .join(NATIONS, NATIONS.c.id == CITIZENS.c.nation)
            .join(NATION_STATES, (_STATE.nation == NATIONS.c.id) & (_STATE.season == NEWEST_SEASON))
            .where(CITIZENS.c.checked_at < microseconds(before), _STATE.orphaned_at.is_(None))
            .order_by(CITIZENS.c.checked_at, CITIZENS.c.user)
            .limit(limit)
        )
        if without:
            query = query.where(NATIONS.c.guild.not_in(sorted(without)))

        def read(connection: Connection) -> tuple[CitizenPlace, ...]:
            return tuple(
                CitizenPlace(UserId(row.user), GuildId(row.guild))
                for row in connection.execute(query)
            )

        return await self._database.read(read, BACKGROUND_TIMEOUT)

    async def orphaned(self) -> AbstractSet[GuildId]:
        """Return the servers of orphaned nations."""
        query = (
            select(NATIONS.c.guild)
            .select_from(NATIONS)
            .join(NATION_STATES, (_STATE.nation == NATIONS.c.id) & (_STATE.season == NEWEST_SEASON))
            .where(_STATE.orphaned_at.is_not(None))
        )
        return await self._database.read(
            lambda connection: {GuildId(guild) for guild in connection.execute(query).scalars()},
            BACKGROUND_TIMEOUT,
        )

    async def among(self, guilds: Sequence[GuildId]) -> tuple[GuildId, ...]:
        """Return those of ``guilds`` that have a nation."""

        def read(connection: Connection) -> tuple[GuildId, ...]:
            present: list[GuildId] = []
            for start in range(0, len(guilds), _AT_ONCE):
                chosen = NATIONS.c.guild.in_(guilds[start : start + _AT_ONCE])
                query = select(NATIONS.c.guild).where(chosen)
                present += map(GuildId, connection.execute(query).scalars())
            return tuple(sorted(present))

        return await self._database.read(read, BACKGROUND_TIMEOUT)

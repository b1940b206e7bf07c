"""Finds the nations with which a nation has treaties, or could have by accepting proposals."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Select, and_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import nation_of
from nazh.adapters.outbound.sql.dominion.rows.treaty_partners import allies, pact_partners
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import PROPOSALS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.kernel.identity import GuildId


class SqlTreatyDirectory:
    """Satisfies ``TreatyDirectory``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def proposers(
        self, guild: GuildId, kinds: Collection[TreatyKind], at: datetime
    ) -> tuple[str, ...]:
        """Return the nations whose proposals a nation can answer."""
        table = PROPOSALS.c
        is_open = and_(
            table.recipient == nation_of(guild),
            table.kind.in_([kind.value for kind in kinds]),
            table.expires_at > microseconds(at),
        )
        return await self._names(
            select(NATIONS.c.name).join(PROPOSALS, NATIONS.c.id == table.proposer).where(is_open)
        )

    async def allies(self, guild: GuildId) -> tuple[str, ...]:
        """Return the allies of a nation."""
        return await self._names(_named(allies(nation_of(guild))))

    async def pact_partners(self, guild: GuildId, at: datetime) -> tuple[str, ...]:
        """Return the nations with which a nation has pacts."""
        return await self._names(_named(pact_partners(nation_of(guild), at)))

    async def _names(self, query: Select[str]) -> tuple[str, ...]:
        ordered = query.distinct().order_by(NATIONS.c.name)
        return await self._database.read(
            lambda connection: tuple(connection.execute(ordered).scalars())
        )


def _named(nations: Select[int]) -> Select[str]:
    return select(NATIONS.c.name).where(NATIONS.c.id.in_(nations))

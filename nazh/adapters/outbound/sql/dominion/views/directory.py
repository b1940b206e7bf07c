"""Finds nations by their names."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rankings.boards import find_places
from nazh.adapters.outbound.sql.dominion.rows.nation_rows import vacation_of
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.dominion.views.name_search import begins_like, suggested_names
from nazh.adapters.outbound.sql.timestamps import instant, optional_instant
from nazh.application.dominion.ports import ListedNation, PublicNation
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.dominion.wars.predicting import public_strength
from nazh.domain.kernel.identity import GuildId, UserId


class SqlNationDirectory:
    """Satisfies ``NationDirectory``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def listed(self, limit: int, skip: int) -> tuple[ListedNation, ...]:
        """Return nations in the order of their ids."""

        def read(connection: Connection) -> tuple[ListedNation, ...]:
            query = _of_season(connection).order_by(NATIONS.c.id).limit(limit).offset(skip)
            return tuple(map(_listed, connection.execute(query)))

        return await self._database.read(read)

    async def names_like(self, typed: str, limit: int) -> tuple[str, ...]:
        """Return names that begin with a text."""
        query = select(NATIONS.c.name).order_by(NATIONS.c.sort_key).limit(limit)
        if key := name_key(typed):
            query = query.where(begins_like(key))
        return await self._database.read(
            lambda connection: tuple(connection.execute(query).scalars())
        )

    async def suggested(
        self, typed: str, guild: GuildId, limit: int, *, has_own: bool = True
    ) -> tuple[str, ...]:
        """Return names that a user in a guild may mean."""
        key = name_key(typed)
        return await self._database.read(
            lambda connection: suggested_names(connection, key, guild, limit, has_own=has_own)
        )

    async def named(self, name: str) -> PublicNation | None:
        """Return the nation of that name."""
        of_name = NATIONS.c.name_key == name_key(name)
        return await self._database.read(lambda connection: _find(connection, of_name))

    async def of_guild(self, guild: GuildId) -> PublicNation | None:
        """Return the nation of a guild."""
        return await self._database.read(
            lambda connection: _find(connection, NATIONS.c.guild == guild)
        )

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user leads the nation of a guild or is a citizen of it."""
        is_citizen = exists().where(CITIZENS.c.user == user, CITIZENS.c.nation == NATIONS.c.id)
        query = select(NATIONS.c.id).where(
            NATIONS.c.guild == guild, or_(NATIONS.c.leader == user, is_citizen)
        )
        return await self._database.read(
            lambda connection: connection.execute(query).first() is not None
        )


def _of_season(connection: Connection) -> Select[Any]:
    season = connection.execute(select(NEWEST_SEASON)).scalar()
    of_season = and_(NATION_STATES.c.nation == NATIONS.c.id, NATION_STATES.c.season == season)
    return select(NATIONS, NATION_STATES).join(NATION_STATES, of_season)


def _listed(row: Row[Any]) -> ListedNation:
    return ListedNation(
        id=NationId(row.id),
        name=row.name,
        guild=GuildId(row.guild),
        population=row.population,
        protected_until=instant(row.protected_until),
        empty_since=instant(row.empty_since),
        vacation=vacation_of(row),
        orphaned_at=optional_instant(row.orphaned_at),
        deletion_at=optional_instant(row.deletion_at),
    )


def _find(connection: Connection, condition: ColumnElement[bool]) -> PublicNation | None:
    row = connection.execute(_of_season(connection).where(condition)).first()
    if row is None:
        return None
    places = find_places(connection, row.id)
    ranked = None if places is None else places.places[Board.MILITARY].score
    return PublicNation(
        id=NationId(row.id),
        name=row.name,
        guild=GuildId(row.guild),
        leader=None if row.leader is None else UserId(row.leader),
        founded_at=instant(row.founded_at),
        protected_until=instant(row.protected_until),
        population=row.population,
        territory=row.territory,
        reputation=row.reputation,
        strength=public_strength(row.strength) if ranked is None else ranked,
        places=places,
        empty_since=instant(row.empty_since),
        vacation=vacation_of(row),
        orphaned_at=optional_instant(row.orphaned_at),
    )

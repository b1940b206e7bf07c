"""Finds nations by their names."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS, SEASONS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.dominion.ports import PublicNation
from nazh.domain.dominion.names import name_key
from nazh.domain.dominion.wars.predicting import public_strength
from nazh.domain.kernel.identity import GuildId, UserId

_HIGHEST = "\U0010ffff"


class SqlNationDirectory:
    """Satisfies ``NationDirectory``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def names_like(self, typed: str, limit: int) -> tuple[str, ...]:
        """Return names that begin like a text."""
        key = name_key(typed)
        query = (
            select(NATIONS.c.name)
            .where(NATIONS.c.name_key >= key, NATIONS.c.name_key < key + _HIGHEST)
            .order_by(NATIONS.c.name_key)
            .limit(limit)
        )
        return await self._database.read(lambda on: tuple(on.execute(query).scalars()))

    async def named(self, name: str) -> PublicNation | None:
        """Return the nation with a name."""
        of_name = NATIONS.c.name_key == name_key(name)
        return await self._database.read(lambda on: _find(on, of_name))

    async def of_guild(self, guild: GuildId) -> PublicNation | None:
        """Return the nation of a guild."""
        return await self._database.read(lambda on: _find(on, NATIONS.c.guild == guild))


def _find(connection: Connection, which: ColumnElement[bool]) -> PublicNation | None:
    season = connection.execute(select(func.max(SEASONS.c.number))).scalar()
    of_season = and_(NATION_STATES.c.nation == NATIONS.c.id, NATION_STATES.c.season == season)
    row = connection.execute(
        select(NATIONS, NATION_STATES).join(NATION_STATES, of_season).where(which)
    ).first()
    if row is None:
        return None
    place, ranked = _place(connection, row.season, row.power, row.founded_at, row.id)
    return PublicNation(
        name=row.name,
        guild=GuildId(row.guild),
        leader=None if row.leader is None else UserId(row.leader),
        founded_at=instant(row.founded_at),
        protected_until=instant(row.protected_until),
        population=row.population,
        territory=row.territory,
        reputation=row.reputation,
        strength=public_strength(row.strength),
        power=row.power,
        place=place,
        ranked=ranked,
    )


def _place(
    connection: Connection, season: int, power: int | None, founded_at: int, nation: int
) -> tuple[int | None, int]:
    """Return the place by power, and how many nations have one."""
    state = NATION_STATES.c
    ranked = select(func.count()).where(state.season == season, state.power.is_not(None))
    count = connection.execute(ranked).scalar_one()
    if power is None:
        return None, count
    older = or_(
        NATIONS.c.founded_at < founded_at,
        and_(NATIONS.c.founded_at == founded_at, NATIONS.c.id < nation),
    )
    stronger = select(func.count()).where(state.season == season, state.power > power)
    equal = (
        select(func.count())
        .select_from(NATION_STATES.join(NATIONS, NATIONS.c.id == state.nation))
        .where(state.season == season, state.power == power, older)
    )
    before = sum(connection.execute(query).scalar_one() for query in (stronger, equal))
    return before + 1, count

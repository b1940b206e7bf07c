"""Finds the public facts about wars."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select, union

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.ranking_tables import RANKED_NATIONS, RANKINGS
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON, nation_of
from nazh.adapters.outbound.sql.dominion.rows.treaty_partners import allies, pact_partners
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import PACTS, PLEDGES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant, optional_instant
from nazh.application.dominion.ports import PublicSide, PublicWar, SupportedWar
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.diplomacy.treaties import TreatyKind
from nazh.domain.dominion.wars.predicting import public_strength
from nazh.domain.dominion.wars.war import CasusBelli, Outcome, TruceState, WarState
from nazh.domain.kernel.identity import GuildId

_WAR: Final = WARS.c
_AGGRESSOR: Final = NATIONS.alias("aggressor_nation")
_DEFENDER: Final = NATIONS.alias("defender_nation")
_ATTACKING: Final = NATION_STATES.alias("attacking")
_DEFENDING: Final = NATION_STATES.alias("defending")
_NEWEST: Final = (
    select(func.max(RANKINGS.c.number))
    .where(RANKINGS.c.season == NEWEST_SEASON, RANKINGS.c.is_complete)
    .scalar_subquery()
)
_RANKED_ATTACKING: Final = RANKED_NATIONS.alias("ranked_attacking")
_RANKED_DEFENDING: Final = RANKED_NATIONS.alias("ranked_defending")
_QUERY: Final = (
    select(
        WARS,
        _AGGRESSOR.c.guild.label("aggressor_guild"),
        _AGGRESSOR.c.name.label("aggressor_name"),
        _ATTACKING.c.strength.label("aggressor_strength"),
        _DEFENDER.c.guild.label("defender_guild"),
        _DEFENDER.c.name.label("defender_name"),
        _DEFENDING.c.strength.label("defender_strength"),
        _RANKED_ATTACKING.c.military_score.label("aggressor_ranked"),
        _RANKED_DEFENDING.c.military_score.label("defender_ranked"),
    )
    .join(_AGGRESSOR, _AGGRESSOR.c.id == _WAR.aggressor)
    .join(_DEFENDER, _DEFENDER.c.id == _WAR.defender)
    .join(
        _ATTACKING,
        and_(_ATTACKING.c.nation == _WAR.aggressor, _ATTACKING.c.season == _WAR.season),
    )
    .join(
        _DEFENDING,
        and_(_DEFENDING.c.nation == _WAR.defender, _DEFENDING.c.season == _WAR.season),
    )
    .outerjoin(
        _RANKED_ATTACKING,
        and_(_RANKED_ATTACKING.c.nation == _WAR.aggressor, _RANKED_ATTACKING.c.ranking == _NEWEST),
    )
    .outerjoin(
        _RANKED_DEFENDING,
        and_(_RANKED_DEFENDING.c.nation == _WAR.defender, _RANKED_DEFENDING.c.ranking == _NEWEST),
    )
    .where(_WAR.season == NEWEST_SEASON)
)


class SqlWarDirectory:
    """Satisfies ``WarDirectory``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def numbered(self, number: int) -> PublicWar | None:
        """Return the war with a number."""
        query = _QUERY.where(_WAR.id == number)

        def read(connection: Connection) -> PublicWar | None:
            row = connection.execute(query).first()
            return None if row is None else _public(row)

        return await self._database.read(read)

    async def listed(
        self, guild: GuildId | None, limit: int, skip: int = 0, *, is_open: bool
    ) -> tuple[PublicWar, ...]:
        """Return wars in their order."""
        order = (_WAR.battle_at, _WAR.id) if is_open else (_WAR.concluded_at.desc(), _WAR.id.desc())
        query = _QUERY.where(_is_open() if is_open else ~_is_open()).order_by(*order)
        if guild is not None:
            query = query.where(or_(_AGGRESSOR.c.guild == guild, _DEFENDER.c.guild == guild))

        def read(connection: Connection) -> tuple[PublicWar, ...]:
            return tuple(map(_public, connection.execute(query.limit(limit).offset(skip))))

        return await self._database.read(read)

    async def supported(self, guild: GuildId) -> tuple[SupportedWar, ...]:
        """Return the open wars that a nation supports."""
        query = (
            _QUERY.add_columns(PLEDGES.c.role.label("supports"))
            .join(PLEDGES, and_(PLEDGES.c.war == _WAR.id, PLEDGES.c.nation == nation_of(guild)))
            .where(_is_open())
            .order_by(_WAR.battle_at, _WAR.id)
        )

        def read(connection: Connection) -> tuple[SupportedWar, ...]:
            rows = connection.execute(query)
            return tuple(SupportedWar(_public(row), Role(row.supports)) for row in rows)

        return await self._database.read(read)

    async def of_partners(self, guild: GuildId, at: datetime, limit: int) -> tuple[PublicWar, ...]:
        """Return wars in which a nation could support a side."""
        own = nation_of(guild)
        partners = union(
            allies(own),
            pact_partners(own, at).where(PACTS.c.kind == TreatyKind.MUTUAL_DEFENCE.value),
        )
        is_joined = exists().where(PLEDGES.c.war == _WAR.id, PLEDGES.c.nation == own)
        query = (
            _QUERY.where(
                _WAR.state.in_((WarState.PROPOSED.value, WarState.PREPARATION.value)),
                or_(_WAR.aggressor.in_(partners), _WAR.defender.in_(partners)),
                _WAR.aggressor != own,
                _WAR.defender != own,
                ~is_joined,
            )
            .order_by(_WAR.battle_at, _WAR.id)
            .limit(limit)
        )
        return await self._database.read(
            lambda connection: tuple(map(_public, connection.execute(query)))
        )


def _is_open() -> ColumnElement[bool]:
    return _WAR.state != WarState.CONCLUDED.value


def _strength(ranked: int | None, now: int) -> int:
    """Return the strength in the newest ranking, or the current one of a nation without a rank."""
    return public_strength(now) if ranked is None else ranked


def _public(row: Row[Any]) -> PublicWar:
    return PublicWar(
        number=row.id,
        aggressor=PublicSide(
            GuildId(row.aggressor_guild),
            row.aggressor_name,
            _strength(row.aggressor_ranked, row.aggressor_strength),
        ),
        defender=PublicSide(
            GuildId(row.defender_guild),
            row.defender_name,
            _strength(row.defender_ranked, row.defender_strength),
        ),
        reason=CasusBelli(row.reason),
        state=WarState(row.state),
        declared_at=instant(row.declared_at),
        respond_by=instant(row.respond_by),
        battle_at=instant(row.battle_at),
        commitment=row.commitment,
        outcome=None if row.outcome is None else Outcome(row.outcome),
        winner=None if row.winner is None else Role(row.winner),
        captured=row.captured,
        concluded_at=optional_instant(row.concluded_at),
        truce_until=optional_instant(row.truce_until),
        truce=None if row.truce is None else TruceState(row.truce),
        offered_by=None if row.offer_by is None else Role(row.offer_by),
    )

"""Reads past battles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import nation_of
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, NATIONS, REPUTATION
from nazh.adapters.outbound.sql.dominion.war_tables import BATTLES, WARS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.dominion.ports import BattleEntry, FoughtBattle
from nazh.domain.dominion.combat.checking import read_battle
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.reputation import ReputationReason
from nazh.domain.dominion.wars.war import WarId, cause_of
from nazh.domain.kernel.identity import GuildId

_BY_BATTLES: Final = [
    reason.value
    for reason in (
        ReputationReason.WAR_WON,
        ReputationReason.WAR_WON_HONOURABLY,
        ReputationReason.WAR_LOST,
    )
]
_BATTLE: Final = select(BATTLES, WARS.c.commitment).join(WARS, WARS.c.id == BATTLES.c.war)


class SqlBattles:
    """Satisfies ``Battles``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_wars(self, wars: Collection[WarId]) -> Mapping[WarId, FoughtBattle]:
        """Return the battles of wars."""
        query = _BATTLE.where(BATTLES.c.war.in_(sorted(wars)))

        def read(connection: Connection) -> Mapping[WarId, FoughtBattle]:
            rows = connection.execute(query).all()
            return {WarId(row.war): _fought(connection, row) for row in rows}

        return await self._database.read(read)

    async def of_guild(self, guild: GuildId, most: int) -> tuple[BattleEntry, ...]:
        """Return the last battles of a guild's nation, the latest first."""
        nation = nation_of(guild)
        query = (
            select(BATTLES.c.war, WARS, nation.label("own"))
            .join(WARS, WARS.c.id == BATTLES.c.war)
            .where(or_(WARS.c.aggressor == nation, WARS.c.defender == nation))
            .order_by(BATTLES.c.fought_at.desc(), BATTLES.c.war.desc())
            .limit(most)
        )

        def read(connection: Connection) -> tuple[BattleEntry, ...]:
            rows = connection.execute(query).all()
            names = _names(connection, {nation for row in rows for nation in _main_nations(row)})
            return tuple(_entry(row, names) for row in rows)

        return await self._database.read(read)


def _main_nations(row: Row[Any]) -> tuple[NationId, NationId]:
    return NationId(row.aggressor), NationId(row.defender)


def _entry(row: Row[Any], names: Mapping[NationId, str]) -> BattleEntry:
    aggressor, defender = _main_nations(row)
    winner = aggressor if row.winner == Role.AGGRESSOR.value else defender
    enemy = defender if row.own == aggressor else aggressor
    return BattleEntry(WarId(row.war), names.get(enemy), is_won=winner == row.own)


def _fought(connection: Connection, row: Row[Any]) -> FoughtBattle:
    battle, _ = read_battle(row.record)
    sides = (battle.aggressor, battle.defender)
    main = [side.nation for side in sides]
    war = WarId(row.war)
    supporters = {supporter.nation for side in sides for supporter in side.supporters}
    return FoughtBattle(
        war=war,
        fought_at=instant(row.fought_at),
        commitment=row.commitment,
        names=_names(connection, {*main, *supporters}),
        reputations=_reputations(connection, war, main),
        record=row.record,
        gains=_gains(connection, war, {*main, *supporters}),
    )


def _gains(connection: Connection, war: WarId, nations: Iterable[NationId]) -> dict[NationId, int]:
    """Return what nations have gained from a war, according to their ledgers."""
    entry = LEDGER.c
    query = select(entry.nation, entry.amount).where(
        entry.nation.in_(sorted(nations)),
        entry.cause == cause_of(war),
        entry.reason == Reason.WAR_GAIN.value,
    )
    return {NationId(row.nation): row.amount for row in connection.execute(query)}


def _names(connection: Connection, nations: Iterable[NationId]) -> dict[NationId, str]:
    query = select(NATIONS.c.id, NATIONS.c.name).where(NATIONS.c.id.in_(sorted(nations)))
    return {NationId(row.id): row.name for row in connection.execute(query)}


def _reputations(
    connection: Connection, war: WarId, nations: Iterable[NationId]
) -> dict[NationId, int]:
    change = REPUTATION.c
    query = select(change.nation, change.amount).where(
        change.nation.in_(nations),
        change.cause == cause_of(war),
        change.reason.in_(_BY_BATTLES),
    )
    return {NationId(row.nation): row.amount for row in connection.execute(query)}

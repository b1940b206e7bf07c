"""Reads and writes nations with their units and open orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, insert, select, update

from nazh.adapters.outbound.sql.dominion.notices import write_notices
from nazh.adapters.outbound.sql.dominion.tables import (
    BUILD_ORDERS,
    LEADERSHIPS,
    LEDGER,
    NATION_STATES,
    NATIONS,
    REPUTATION,
    UNITS,
)
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.ledger import LedgerEntry
from nazh.domain.dominion.military import BuildOrder, Military, Units, UnitType
from nazh.domain.dominion.names import name_key
from nazh.domain.dominion.nations import Level, Nation, NationId, Progress, Vacation
from nazh.domain.dominion.offices import Government, Office
from nazh.domain.dominion.reputation import ReputationChange
from nazh.domain.dominion.rulesets import Ruleset
from nazh.domain.dominion.settling import counted
from nazh.domain.dominion.world_time import start_of_hour
from nazh.domain.kernel.identity import GuildId, UserId

_STATE_OF: Final = NATION_STATES.c.nation == NATIONS.c.id
_QUERY: Final = select(NATIONS, NATION_STATES).join(NATION_STATES, _STATE_OF)


def find_nation(
    connection: Connection, season: Season, guild: GuildId, *, lock: bool
) -> Nation | None:
    """Return the nation of a guild; ``lock`` keeps others from changing it."""
    query = _QUERY.where(NATIONS.c.guild == guild, NATION_STATES.c.season == season.number)
    if lock:
        query = query.with_for_update()
    row = connection.execute(query).first()
    return None if row is None else _nation_of(connection, season, row)


def nations_by_id(
    connection: Connection, season: Season, ids: Iterable[int], *, lock: bool
) -> list[Nation]:
    """Return nations by their ids, in ascending order; ``lock`` is as in ``find_nation``."""
    query = _QUERY.where(NATIONS.c.id.in_(sorted(ids)), NATION_STATES.c.season == season.number)
    query = query.order_by(NATIONS.c.id)
    if lock:
        query = query.with_for_update()
    return [_nation_of(connection, season, row) for row in connection.execute(query).all()]


def first_deletion(connection: Connection, until: datetime) -> tuple[int, datetime] | None:
    """Return the nation that is to be deleted first, and when, if that is due by an instant."""
    nation = NATIONS.c
    due = select(nation.id, nation.deletion_at).where(nation.deletion_at <= microseconds(until))
    row = connection.execute(due.order_by(nation.deletion_at, nation.id).limit(1)).first()
    return None if row is None else (row.id, instant(row.deletion_at))


def insert_nation(connection: Connection, season: Season, nation: Nation) -> None:
    """Write a new nation. Raises IntegrityError if its guild or name has one."""
    connection.execute(insert(NATIONS).values(id=nation.id, **_identity_row(nation)))
    state = _state_row(nation, season.rules_at(start_of_hour(nation.progress.hour)))
    connection.execute(
        insert(NATION_STATES).values(season=season.number, nation=nation.id, **state)
    )
    _write_military(connection, season, nation)
    _write_journal(connection, season, nation)
    write_notices(connection, season, nation.id, nation.notices)


def update_nation(connection: Connection, season: Season, nation: Nation) -> None:
    """Write a nation that was read with its lock."""
    connection.execute(
        update(NATIONS).where(NATIONS.c.id == nation.id).values(**_identity_row(nation))
    )
    which = and_(NATION_STATES.c.season == season.number, NATION_STATES.c.nation == nation.id)
    state = _state_row(nation, season.rules_at(start_of_hour(nation.progress.hour)))
    connection.execute(update(NATION_STATES).where(which).values(**state))
    _write_military(connection, season, nation)
    _write_journal(connection, season, nation)
    write_notices(connection, season, nation.id, nation.notices)


def _nation_of(connection: Connection, season: Season, row: Row[Any]) -> Nation:
    return Nation(
        id=NationId(row.id),
        guild=GuildId(row.guild),
        name=row.name,
        leader=None if row.leader is None else UserId(row.leader),
        founded_at=instant(row.founded_at),
        renamed_at=_instant(row.renamed_at),
        reputation=row.reputation,
        battle_hour=row.battle_hour,
        protected_until=instant(row.protected_until),
        resources=row.resources,
        territory=row.territory,
        population=row.population,
        storage_upgrades=row.storage_upgrades,
        economy=Level(row.economy_level, row.economy_saved),
        training=Level(row.training_level, row.training_saved),
        research_points=row.research_points,
        upkeep_due=row.upkeep_due,
        generated=row.generated,
        is_protected=row.is_protected,
        is_fortified=row.is_fortified,
        is_below_median=row.is_below_median,
        mobilized_until=_instant(row.mobilized_until),
        military=_military_of(connection, season.number, row.id, row.orders_given),
        progress=Progress(row.hour, row.day, row.standing, row.power),
        government=_government_of(row),
        empty_since=instant(row.empty_since),
        vacation=_vacation_of(row),
        orphaned_at=_instant(row.orphaned_at),
        deletion_at=_instant(row.deletion_at),
    )


def _government_of(row: Row[Any]) -> Government:
    holders = {one: row._mapping[NATIONS.c[one.value]] for one in Office}
    return Government(
        active_at=instant(row.governed_at),
        has_emergency=row.has_emergency,
        appointed_at=_instant(row.appointed_at),
        holders={one: UserId(holder) for one, holder in holders.items() if holder is not None},
    )


def _vacation_of(row: Row[Any]) -> Vacation | None:
    if row.vacation_since is None:
        return None
    return Vacation(instant(row.vacation_since), instant(row.vacation_until))


def _military_of(connection: Connection, season: int, nation: int, orders_given: int) -> Military:
    of_units = and_(UNITS.c.season == season, UNITS.c.nation == nation)
    units = {
        UnitType(row.unit): Units(row.quantity, row.level)
        for row in connection.execute(select(UNITS).where(of_units).order_by(UNITS.c.unit))
    }
    of_orders = and_(BUILD_ORDERS.c.season == season, BUILD_ORDERS.c.nation == nation)
    query = select(BUILD_ORDERS).where(of_orders).order_by(BUILD_ORDERS.c.number)
    orders = tuple(
        BuildOrder(
            number=row.number,
            unit=UnitType(row.unit),
            quantity=row.quantity,
            cost=row.cost,
            started_at=instant(row.started_at),
            due_at=instant(row.due_at),
        )
        for row in connection.execute(query)
    )
    return Military(units, orders, orders_given)


def _identity_row(nation: Nation) -> dict[str, object]:
    return {
        "guild": nation.guild,
        "name": nation.name,
        "name_key": name_key(nation.name),
        "leader": nation.leader,
        "founded_at": microseconds(nation.founded_at),
        "renamed_at": _microseconds(nation.renamed_at),
        "reputation": nation.reputation,
        **{one.value: nation.government.holders.get(one) for one in Office},
        "governed_at": microseconds(nation.government.active_at),
        "has_emergency": nation.government.has_emergency,
        "appointed_at": _microseconds(nation.government.appointed_at),
        "deletion_at": _microseconds(nation.deletion_at),
        "battle_hour": nation.battle_hour,
    }


def _state_row(nation: Nation, rules: Ruleset) -> dict[str, object]:
    vacation = nation.vacation
    return {
        "resources": nation.resources,
        "capacity": nation.capacity(rules.resources),
        "storage_upgrades": nation.storage_upgrades,
        "territory": nation.territory,
        "population": nation.population,
        "counted": counted(nation.population, rules.resources),
        "strength": nation.military.strength(rules.military),
        "upkeep": nation.military.upkeep(rules.military),
        "upkeep_due": nation.upkeep_due,
        "generated": nation.generated,
        "economy_level": nation.economy.level,
        "economy_saved": nation.economy.saved,
        "training_level": nation.training.level,
        "training_saved": nation.training.saved,
        "research_points": nation.research_points,
        "protected_until": microseconds(nation.protected_until),
        "mobilized_until": _microseconds(nation.mobilized_until),
        "is_protected": nation.is_protected,
        "is_fortified": nation.is_fortified,
        "is_below_median": nation.is_below_median,
        "orders_given": nation.military.orders_given,
        "power": nation.progress.power,
        "hour": nation.progress.hour,
        "day": nation.progress.day,
        "standing": nation.progress.standing,
        "empty_since": microseconds(nation.empty_since),
        "vacation_since": None if vacation is None else microseconds(vacation.since),
        "vacation_until": None if vacation is None else microseconds(vacation.until),
        "orphaned_at": _microseconds(nation.orphaned_at),
    }


def _write_military(connection: Connection, season: Season, nation: Nation) -> None:
    key = {"season": season.number, "nation": nation.id}
    for table in (UNITS, BUILD_ORDERS):
        which = and_(table.c.season == season.number, table.c.nation == nation.id)
        connection.execute(delete(table).where(which))
    units = [
        {**key, "unit": unit.value, "quantity": of.quantity, "level": of.level}
        for unit, of in nation.military.units.items()
    ]
    orders = [
        {
            **key,
            "number": order.number,
            "unit": order.unit.value,
            "quantity": order.quantity,
            "cost": order.cost,
            "started_at": microseconds(order.started_at),
            "due_at": microseconds(order.due_at),
        }
        for order in nation.military.orders
    ]
    if units:
        connection.execute(insert(UNITS), units)
    if orders:
        connection.execute(insert(BUILD_ORDERS), orders)


def _write_journal(connection: Connection, season: Season, nation: Nation) -> None:
    key = {"season": season.number, "nation": nation.id}
    rows = [{**key, **_ledger_row(entry)} for entry in nation.journal]
    if rows:
        connection.execute(insert(LEDGER), rows)
    for one in nation.accessions:
        row = {"leader": one.leader, "since": microseconds(one.since), "by": one.by.value}
        connection.execute(insert(LEADERSHIPS).values(nation=nation.id, **row))
    changes = [
        {"nation": nation.id, **_reputation_row(change)} for change in nation.reputation_changes
    ]
    if changes:
        connection.execute(insert(REPUTATION), changes)


def _ledger_row(entry: LedgerEntry) -> dict[str, object]:
    return {
        "at": microseconds(entry.at),
        "reason": entry.reason.value,
        "amount": entry.amount,
        "balance": entry.balance,
        "cause": entry.cause,
        "actor": entry.actor,
    }


def _reputation_row(change: ReputationChange) -> dict[str, object]:
    return {
        "at": microseconds(change.at),
        "reason": change.reason.value,
        "amount": change.amount,
        "reputation": change.reputation,
        "cause": change.cause,
    }


def _instant(stored: int | None) -> datetime | None:
    return None if stored is None else instant(stored)


def _microseconds(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)

"""Finds the nations with due work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Connection, Integer, Select, and_, bindparam, select

from nazh.adapters.outbound.sql.dominion.periodic_work.chunk_statements import (
    CHOSEN,
    NUMBER,
    SEASON,
)
from nazh.adapters.outbound.sql.dominion.periodic_work.failures import is_failing
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import Slot, Task, nations_in
from nazh.adapters.outbound.sql.dominion.tables import BUILD_ORDERS, CITIZENS, NATION_STATES
from nazh.adapters.outbound.sql.dominion.treaty_tables import LOYALTIES
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.season import Season

_BY: Final = bindparam("by", type_=BigInteger)
_LIMIT: Final = bindparam("most", type_=Integer)
_ORDER, _CITIZEN, _STATE = BUILD_ORDERS.c, CITIZENS.c, NATION_STATES.c
_IS_PROTECTED: Final = and_(_STATE.is_protected, _STATE.season == SEASON)
_DUE: Final[tuple[Select[int], ...]] = tuple(
    select(nation)
    .where(condition, due_at <= _BY, ~is_failing(SEASON, nation))
    .order_by(due_at)
    .limit(_LIMIT)
    for nation, due_at, condition in (
        (_ORDER.nation, _ORDER.due_at, _ORDER.season == SEASON),
        (_CITIZEN.nation, _CITIZEN.active_until, _CITIZEN.is_counted),
        (_STATE.nation, _STATE.protected_until, _IS_PROTECTED),
        (_CITIZEN.nation, _CITIZEN.ends_at, _CITIZEN.ends_at.is_not(None)),
        (LOYALTIES.c.nation, LOYALTIES.c.due_at, LOYALTIES.c.due_at.is_not(None)),
    )
)
"""Finished orders, inactive citizens, ends of protection, citizens who are gone, loyalty to allies.

With DISTINCT, SQLite would read all citizens by their nations instead of the due ones only.
"""
_LAGGARDS: Final = (
    select(_STATE.nation)
    .where(_STATE.season == SEASON, _STATE.hour < NUMBER, ~is_failing(SEASON, _STATE.nation))
    .order_by(_STATE.nation)
    .limit(_LIMIT)
)
_DEFAULTERS: Final = (
    select(_STATE.nation)
    .where(CHOSEN, _STATE.upkeep_due > _STATE.resources, _STATE.day == NUMBER - 1)
    .order_by(_STATE.nation)
    .limit(_LIMIT)
)
_LACKING: Final[Mapping[Task, Select[int]]] = {
    task: select(_STATE.nation).where(CHOSEN, done < NUMBER).order_by(_STATE.nation)
    for task, done in (
        (Task.CHARGE, _STATE.day),
        (Task.TICK, _STATE.hour),
        (Task.STANDING, _STATE.standing),
    )
}


def with_something_due(
    connection: Connection, season: Season, until: datetime, limit: int
) -> list[int]:
    """Return nations whose own rows say that something is due."""
    values = {"season_number": season.number, "by": microseconds(until), "most": limit}
    due = {nation for query in _DUE for nation in connection.execute(query, values).scalars()}
    return sorted(due)[:limit]


def laggards(connection: Connection, season: Season, hour: int, limit: int) -> list[int]:
    """Return nations that lack the tick of an hour, such as those founded during it."""
    values = {"season_number": season.number, "slot_number": hour, "most": limit}
    return list(connection.execute(_LAGGARDS, values).scalars())


def defaulters(
    connection: Connection, season: Season, slot: Slot, chunk: int, limit: int
) -> list[int]:
    """Return nations of a chunk that cannot pay their upkeep in full."""
    values = {**nations_in(connection, season, chunk), "slot_number": slot.number, "most": limit}
    return list(connection.execute(_DEFAULTERS, values).scalars())


def nations_without(connection: Connection, season: Season, slot: Slot, chunk: int) -> list[int]:
    """Return the nations of a chunk that lack the slot."""
    values = {**nations_in(connection, season, chunk), "slot_number": slot.number}
    return list(connection.execute(_LACKING[slot.task], values).scalars())

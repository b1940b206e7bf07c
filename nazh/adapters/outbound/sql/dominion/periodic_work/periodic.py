"""Performs periodic work with statements that cover many nations.

Each covers a chunk of nations, so that no transaction holds SQLite's writer for long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from sqlalchemy import Connection, Text, bindparam, func, insert, select

from nazh.adapters.outbound.sql.dominion.periodic_work.chunk_statements import (
    CHARGE,
    FIRST,
    LOCK,
    NUMBER,
    SEASON,
    standing_statement,
    tick_statements,
)
from nazh.adapters.outbound.sql.dominion.periodic_work.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.tables import NATION_STATES, TASK_RUNS
from nazh.adapters.outbound.sql.prepared_statements import execute_prepared
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.settling import charge_act, tick_act
from nazh.domain.dominion.world_time import (
    day_of,
    hour_of,
    next_standing,
    standing_at,
    start_of_day,
    start_of_hour,
)

CHUNK_SIZES: Final = {"sqlite": 500, "postgresql": 2_500}
"""The number of nations that a transaction covers; on SQLite all other writers wait for it.

After a release that changes it, a slot that was half done may be left to the next tick, which
settles those nations one by one.
"""
_STATE: Final = NATION_STATES.c
_RUN: Final = TASK_RUNS.c
_LAST_SLOTS: Final = (
    select(_RUN.task, func.max(_RUN.slot))
    .where(_RUN.season == SEASON, _RUN.is_last)
    .group_by(_RUN.task)
)
_LAST_CHUNK: Final = select(func.max(_RUN.chunk)).where(
    _RUN.season == SEASON,
    _RUN.task == bindparam("task_name", type_=Text),
    _RUN.slot == NUMBER,
)
_CLAIM: Final = insert(TASK_RUNS)
_FOLLOWING: Final = (
    select(_STATE.nation).where(_STATE.season == SEASON, _STATE.nation >= FIRST).limit(1)
)


class Task(IntEnum):
    """Periodic work, in its order at one instant."""

    CHARGE = 0
    TICK = 1
    STANDING = 2


_STARTS: Final[Mapping[Task, Callable[[int], datetime]]] = {
    Task.CHARGE: start_of_day,
    Task.TICK: start_of_hour,
    Task.STANDING: standing_at,
}


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One run of a task. ``number`` is a day for charges, and an hour for the others."""

    at: datetime
    task: Task
    number: int


def next_slot(connection: Connection, season: Season) -> Slot:
    """Return the first slot that is not done for all nations."""
    return min(next_slots(connection, season))


def next_slots(connection: Connection, season: Season) -> tuple[Slot, ...]:
    """Return the first slot of each task that is not done for all nations."""
    done = last_slots(connection, season)
    start = season.starts_at
    day = done.get(Task.CHARGE.name, day_of(start)) + 1
    hour = done.get(Task.TICK.name, hour_of(start)) + 1
    standing = done.get(Task.STANDING.name, next_standing(start) - 1) + 1
    return (
        slot_of(Task.CHARGE, day),
        slot_of(Task.TICK, hour),
        slot_of(Task.STANDING, standing),
    )


def slot_of(task: Task, number: int) -> Slot:
    """Return a slot of a task."""
    return Slot(_STARTS[task](number), task, number)


def next_chunk(connection: Connection, season: Season, slot: Slot) -> int:
    """Return the first chunk of nations for which the slot is not done, from 0."""
    of = {"season_number": season.number, "task_name": slot.task.name, "slot_number": slot.number}
    last = connection.execute(_LAST_CHUNK, of).scalar()
    return 0 if last is None else int(last) + 1


def is_past_last(connection: Connection, season: Season, chunk: int) -> bool:
    """Return whether the chunk and those after it have no nations, so that the slot is done."""
    return connection.execute(_FOLLOWING, nations_in(connection, season, chunk)).first() is None


def run_chunk(connection: Connection, season: Season, slot: Slot, chunk: int) -> int:
    """Do the work of a slot for a chunk of nations, and return the income that they lose in it.

    The first tick under new rules is skipped here and done one nation at a time, because the stored
    columns that the statements read follow the old rules. Raises IntegrityError if another process
    has done the work.
    """
    _claim(connection, season, slot, chunk, is_last=False)
    if slot.task is Task.TICK and season.changes_in(slot.number):
        return 0
    chosen = nations_in(connection, season, chunk)
    if connection.dialect.name == "postgresql":
        connection.execute(LOCK, chosen)
    return _WORK[slot.task](connection, season, slot, chosen)


def complete(connection: Connection, season: Season, slot: Slot, chunk: int) -> None:
    """Record that a slot is done for all nations; ``chunk`` is the one after the last.

    Raises IntegrityError if another process has recorded it.
    """
    _claim(connection, season, slot, chunk, is_last=True)


def _claim(
    connection: Connection, season: Season, slot: Slot, chunk: int, *, is_last: bool
) -> None:
    row = {"season": season.number, "task": slot.task.name, "slot": slot.number, "chunk": chunk}
    connection.execute(_CLAIM, {**row, "is_last": is_last})


def _tick(connection: Connection, season: Season, slot: Slot, chosen: Mapping[str, int]) -> int:
    (median,) = doubled_medians(connection, season, slot.number - 1, slot.at).values()
    statements = tick_statements(season.rules.resources)
    at = microseconds(slot.at)
    values = {**chosen, "slot_number": slot.number, "instant": at, "median": median}
    entry = {**values, "act": tick_act(slot.number).cause}
    lost = execute_prepared(connection, statements.lost, values).scalar_one()
    execute_prepared(connection, statements.entries, entry)
    execute_prepared(connection, statements.notices, entry)
    execute_prepared(connection, statements.states, values)
    return int(lost)


def _charge(connection: Connection, season: Season, slot: Slot, chosen: Mapping[str, int]) -> int:
    values = {**chosen, "slot_number": slot.number}
    act = charge_act(slot.number)
    entry = {**values, "instant": microseconds(act.at), "act": act.cause}
    execute_prepared(connection, CHARGE.entries, entry)
    execute_prepared(connection, CHARGE.states, values)
    return 0


def _stand(connection: Connection, season: Season, slot: Slot, chosen: Mapping[str, int]) -> int:
    values = {**chosen, "slot_number": slot.number, "instant": microseconds(slot.at)}
    execute_prepared(connection, standing_statement(season.rules.nations), values)
    return 0


_WORK: Final[Mapping[Task, Callable[[Connection, Season, Slot, Mapping[str, int]], int]]] = {
    Task.CHARGE: _charge,
    Task.TICK: _tick,
    Task.STANDING: _stand,
}


def nations_in(connection: Connection, season: Season, chunk: int) -> dict[str, int]:
    """Return the values of ``CHOSEN``."""
    size = CHUNK_SIZES[connection.dialect.name]
    first = chunk * size
    return {
        "season_number": season.number,
        "first_nation": first,
        "last_nation": first + size - 1,
    }


def last_slots(connection: Connection, season: Season) -> dict[str, int]:
    """Return the last slot of each task that is done for all nations."""
    rows = connection.execute(_LAST_SLOTS, {"season_number": season.number})
    return {task: int(slot) for task, slot in rows}

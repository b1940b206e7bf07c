"""Does periodic work for many nations by statements about all of them.

The statements compute what ``nazh.domain.dominion.settling`` computes for one nation. Each takes a
chunk of nations, so that no transaction holds SQLite's writer for long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.dominion.failures import is_failing
from nazh.adapters.outbound.sql.dominion.scores import POWER, is_inactive
from nazh.adapters.outbound.sql.dominion.standings import doubled_medians
from nazh.adapters.outbound.sql.dominion.tables import (
    LEDGER,
    NATION_STATES,
    NOTICES,
    TASK_RUNS,
)
from nazh.adapters.outbound.sql.functions import greatest, least
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import Act
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rulesets import ResourceRules
from nazh.domain.dominion.settling import charge_act, tick_act
from nazh.domain.dominion.world_time import (
    day_of,
    hour_of,
    next_standing,
    standing_at,
    start_of_day,
    start_of_hour,
)

CHUNK: Final = 5_000
"""How many nations a transaction covers; many more would hold SQLite's writer over 50 ms.

A release that changes it may leave a slot that was half done to the next tick, which settles those
nations one by one.
"""
_STATE: Final = NATION_STATES.c
_RUN: Final = TASK_RUNS.c


class Task(IntEnum):
    """Periodic work, in its order at one instant."""

    CHARGE = 0
    TICK = 1
    STANDING = 2


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
        Slot(start_of_day(day), Task.CHARGE, day),
        Slot(start_of_hour(hour), Task.TICK, hour),
        Slot(standing_at(standing), Task.STANDING, standing),
    )


def next_chunk(connection: Connection, season: Season, slot: Slot) -> int:
    """Return the first chunk of nations for which the slot is not done, from 0."""
    last = connection.execute(select(func.max(_RUN.chunk)).where(*_of(season, slot))).scalar()
    return 0 if last is None else int(last) + 1


def is_behind_all(connection: Connection, season: Season, chunk: int) -> bool:
    """Return whether the chunk and those behind it have no nations, so that the slot is done."""
    rest = and_(_STATE.season == season.number, _STATE.nation >= chunk * CHUNK)
    return connection.execute(select(_STATE.nation).where(rest).limit(1)).first() is None


def defaulters(
    connection: Connection, season: Season, slot: Slot, chunk: int, limit: int
) -> list[int]:
    """Return nations of a chunk that cannot pay their upkeep in full."""
    unable = (_STATE.upkeep_due > _STATE.resources, _STATE.day == slot.number - 1)
    query = select(_STATE.nation).where(_in_chunk(season, chunk), *unable)
    return list(connection.execute(query.order_by(_STATE.nation).limit(limit)).scalars())


def nations_of(connection: Connection, season: Season, slot: Slot, chunk: int) -> list[int]:
    """Return the nations of a chunk that lack the slot."""
    done = {Task.CHARGE: _STATE.day, Task.TICK: _STATE.hour, Task.STANDING: _STATE.standing}
    query = select(_STATE.nation).where(_in_chunk(season, chunk), done[slot.task] < slot.number)
    return list(connection.execute(query.order_by(_STATE.nation)).scalars())


def laggards(connection: Connection, season: Season, hour: int, limit: int) -> list[int]:
    """Return nations that lack the tick of an hour, as those founded while it was made."""
    behind = and_(_STATE.season == season.number, _STATE.hour < hour)
    works = ~is_failing(season, _STATE.nation)
    query = select(_STATE.nation).where(behind, works).order_by(_STATE.nation).limit(limit)
    return list(connection.execute(query).scalars())


def run_chunk(connection: Connection, season: Season, slot: Slot, chunk: int) -> None:
    """Do the work of a slot for a chunk of nations.

    Nations get the tick with which other rules begin one by one, since what statements go by is
    stored by the rules before. Raises IntegrityError if another process has done it.
    """
    _claim(connection, season, slot, chunk, is_last=False)
    if slot.task is Task.TICK and season.changes_in(slot.number):
        return
    if connection.dialect.name == "postgresql":
        chosen = select(_STATE.nation).where(_in_chunk(season, chunk)).order_by(_STATE.nation)
        connection.execute(chosen.with_for_update())
    _WORK[slot.task](connection, season, slot, _in_chunk(season, chunk))


def complete(connection: Connection, season: Season, slot: Slot, chunk: int) -> None:
    """Note that a slot is done for all nations; ``chunk`` is behind them.

    Raises IntegrityError if another process has noted it.
    """
    _claim(connection, season, slot, chunk, is_last=True)


def _claim(
    connection: Connection, season: Season, slot: Slot, chunk: int, *, is_last: bool
) -> None:
    row = {"season": season.number, "task": slot.task.name, "slot": slot.number, "chunk": chunk}
    connection.execute(insert(TASK_RUNS).values(**row, is_last=is_last))


def _tick(connection: Connection, season: Season, slot: Slot, chosen: ColumnElement[bool]) -> None:
    before = start_of_hour(slot.number - 1)
    (median,) = doubled_medians(connection, season, hour_of(before), slot.at).values()
    is_below = and_(_STATE.power.is_not(None), 2 * _STATE.power < median)
    which = and_(chosen, _STATE.hour == slot.number - 1)
    is_frozen = _is_frozen(slot.at)
    added = case((is_frozen, 0), else_=_added(season.rules.resources, slot.at, is_below))
    _book(connection, season, tick_act(slot.number), Reason.GENERATION, added, which)
    _notice_full_storages(connection, tick_act(slot.number), which)
    connection.execute(
        update(NATION_STATES)
        .where(which)
        .values(
            resources=_STATE.resources + added,
            generated=_STATE.generated + added,
            upkeep_due=_STATE.upkeep_due + case((is_frozen, 0), else_=_STATE.upkeep),
            is_below_median=is_below,
            hour=slot.number,
        )
    )


def _charge(
    connection: Connection, season: Season, slot: Slot, chosen: ColumnElement[bool]
) -> None:
    which = and_(chosen, _STATE.day == slot.number - 1, _STATE.upkeep_due <= _STATE.resources)
    _book(connection, season, charge_act(slot.number), Reason.UPKEEP, -_STATE.upkeep_due, which)
    resources = _STATE.resources - _STATE.upkeep_due
    values = {"resources": resources, "upkeep_due": 0, "day": slot.number}
    connection.execute(update(NATION_STATES).where(which).values(values))


def _stand(connection: Connection, season: Season, slot: Slot, chosen: ColumnElement[bool]) -> None:
    which = and_(chosen, _STATE.standing == slot.number - 1)
    taking_part = case((is_inactive(season.rules.nations, slot.at), null()), else_=POWER)
    values = {"power": taking_part, "standing": slot.number}
    connection.execute(update(NATION_STATES).where(which).values(values))


_WORK: Final[Mapping[Task, Callable[[Connection, Season, Slot, ColumnElement[bool]], None]]] = {
    Task.CHARGE: _charge,
    Task.TICK: _tick,
    Task.STANDING: _stand,
}


def _added(rules: ResourceRules, at: datetime, is_below: ColumnElement[bool]) -> ColumnElement[int]:
    """Return what a tick adds to a nation, as ``settling.income`` computes it."""
    is_new = _STATE.protected_until > microseconds(at)
    multiplier = literal(WHOLE) + case((is_new, rules.new_nation_bonus), else_=0)
    multiplier = multiplier * (WHOLE + rules.economy_bonus * _STATE.economy_level) // WHOLE
    multiplier = multiplier * (WHOLE + case((is_below, rules.underdog_bonus), else_=0)) // WHOLE
    multiplier = least(greatest(multiplier, rules.least_multiplier), rules.most_multiplier)
    income = _STATE.counted * rules.rate * multiplier // (100 * WHOLE)
    return least(income, greatest(_STATE.capacity - _STATE.resources, 0))


def _is_frozen(at: datetime) -> ColumnElement[bool]:
    """Return the condition of ``Nation.is_frozen``, never null."""
    on_vacation = and_(
        _STATE.vacation_since.is_not(None),
        _STATE.vacation_since <= microseconds(at),
        _STATE.vacation_until > microseconds(at),
    )
    return or_(_STATE.orphaned_at.is_not(None), on_vacation)


def _book(
    connection: Connection,
    season: Season,
    act: Act,
    reason: Reason,
    amount: ColumnElement[int],
    which: ColumnElement[bool],
) -> None:
    """Write a ledger entry for each of the nations whose stock is about to change."""
    states = select(_STATE.season, _STATE.nation, _STATE.resources, amount.label("amount"))
    # The offset keeps the databases from computing the amount again wherever it is used.
    changes = states.where(which).offset(0).subquery().c
    values = {
        "season": changes.season,
        "nation": changes.nation,
        "at": literal(microseconds(act.at)),
        "reason": literal(reason.value),
        "amount": changes.amount,
        "balance": changes.resources + changes.amount,
        "cause": literal(act.cause),
    }
    entries = select(*values.values()).where(changes.amount != 0)
    connection.execute(insert(LEDGER).from_select(list(values), entries))


def _notice_full_storages(connection: Connection, act: Act, which: ColumnElement[bool]) -> None:
    """Write a notice for each of the nations whose storage is filled by what was just booked."""
    filling = and_(
        LEDGER.c.season == _STATE.season,
        LEDGER.c.nation == _STATE.nation,
        LEDGER.c.cause == act.cause,
        LEDGER.c.reason == Reason.GENERATION.value,
        LEDGER.c.balance >= _STATE.capacity,
    )
    values = {
        "season": _STATE.season,
        "nation": _STATE.nation,
        "at": literal(microseconds(act.at)),
        "kind": literal(NoticeKind.STORAGE_FULL.value),
        "cause": literal(act.cause),
        "facts": literal('{"capacity": ') + cast(_STATE.capacity, Text) + literal("}"),
        "is_queued": false(),
    }
    notices = select(*values.values()).join(LEDGER, filling).where(which)
    connection.execute(insert(NOTICES).from_select(list(values), notices))


def _in_chunk(season: Season, chunk: int) -> ColumnElement[bool]:
    first = chunk * CHUNK
    return and_(
        _STATE.season == season.number,
        _STATE.nation.between(first, first + CHUNK - 1),
        ~is_failing(season, _STATE.nation),
    )


def _of(season: Season, slot: Slot) -> tuple[ColumnElement[bool], ...]:
    return (_RUN.season == season.number, _RUN.task == slot.task.name, _RUN.slot == slot.number)


def last_slots(connection: Connection, season: Season) -> dict[str, int]:
    """Return the last slot of each task that is done for all nations."""
    query = select(_RUN.task, func.max(_RUN.slot)).where(_RUN.season == season.number, _RUN.is_last)
    return {task: int(slot) for task, slot in connection.execute(query.group_by(_RUN.task))}

"""Compacts the ledger, and deletes obsolete rows, in short transactions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import Task, last_slots
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.tables import (
    LEDGER,
    NATIONS,
    NOTICES,
    REQUESTS,
    TASK_RUNS,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import Rulesets
from nazh.domain.dominion.nations.ledger import MERGED_AFTER, Reason
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.world_time import day_of, hour_of, start_of_day, start_of_hour

COMPACTION: Final = "COMPACTION"
CHUNK: Final = 100
"""The number of nations that a transaction compacts; each has 24 entries a day."""
_RUNS_KEPT: Final = timedelta(days=14)
_ANSWERS_KEPT: Final = timedelta(days=1)
_NOTICES_KEPT: Final = timedelta(days=30)
_DELETED_AT_ONCE: Final = 500
_RUN: Final = TASK_RUNS.c


class SqlLedgerCompaction:
    """Satisfies ``LedgerCompaction``."""

    __slots__ = ("_database", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets

    async def step(self, now: datetime) -> bool:
        """Compact one chunk of nations, or delete old rows."""
        season = await self._database.read(
            lambda connection: find_season(connection, self._rulesets)
        )
        if season is None:
            return False
        write = self._database.write_in_background
        done = await self._database.read(
            lambda connection: last_slots(connection, season), BACKGROUND_TIMEOUT
        )
        day = done.get(COMPACTION, day_of(season.starts_at) - 1) + 1
        ticked = start_of_hour(done.get(Task.TICK.name, hour_of(season.starts_at)) + 1)
        if start_of_day(day + 1) > min(now - MERGED_AFTER, ticked):  # the world may be behind
            return await write(lambda connection: _delete_old(connection, season, now))
        try:
            await write(lambda connection: _compact(connection, season, day))
        except IntegrityError:  # another process has done it
            pass
        return True


def _compact(connection: Connection, season: Season, day: int) -> None:
    """Merge the ticks of a day for the next chunk of nations, into the last of each."""
    done = and_(_RUN.season == season.number, _RUN.task == COMPACTION, _RUN.slot == day)
    last = connection.execute(select(func.max(_RUN.chunk)).where(done)).scalar()
    chunk = 0 if last is None else last + 1
    first = chunk * CHUNK
    newest = connection.execute(select(func.max(NATIONS.c.id))).scalar() or 0
    row = {"season": season.number, "task": COMPACTION, "slot": day, "chunk": chunk}
    connection.execute(insert(TASK_RUNS).values(**row, is_last=first > newest))
    ticks = and_(
        LEDGER.c.season == season.number,
        LEDGER.c.nation.between(first, first + CHUNK - 1),
        LEDGER.c.reason == Reason.GENERATION.value,
        LEDGER.c.at >= microseconds(start_of_day(day)),
        LEDGER.c.at < microseconds(start_of_day(day + 1)),
    )
    sums = select(LEDGER.c.nation, func.max(LEDGER.c.seq), func.sum(LEDGER.c.amount))
    days = [
        {"kept": kept, "total": int(total)}
        for _, kept, total in connection.execute(sums.where(ticks).group_by(LEDGER.c.nation))
    ]
    if not days:
        return
    kept = [row["kept"] for row in days]
    connection.execute(delete(LEDGER).where(ticks, LEDGER.c.seq.not_in(kept)))
    merged = update(LEDGER).where(LEDGER.c.seq == bindparam("kept"))
    connection.execute(merged.values(amount=bindparam("total"), cause=f"ticks of day {day}"), days)


def _delete_old(connection: Connection, season: Season, now: datetime) -> bool:
    """Delete answers to old requests, old notices, and records of old work."""
    old = REQUESTS.c.at < microseconds(now - _ANSWERS_KEPT)
    some = select(REQUESTS.c.request).where(old).limit(_DELETED_AT_ONCE)
    answers = connection.execute(delete(REQUESTS).where(REQUESTS.c.request.in_(some))).rowcount
    written = select(NOTICES.c.seq, NOTICES.c.at).order_by(NOTICES.c.seq).limit(_DELETED_AT_ONCE)
    first = written.subquery().c
    past = select(first.seq).where(first.at < microseconds(now - _NOTICES_KEPT))
    notices = connection.execute(delete(NOTICES).where(NOTICES.c.seq.in_(past))).rowcount
    last = last_slots(connection, season)
    before = now - _RUNS_KEPT
    runs = 0
    for task, newest in last.items():
        is_hourly = task in (Task.TICK.name, Task.STANDING.name)
        oldest = min(newest, hour_of(before) if is_hourly else day_of(before))
        condition = and_(_RUN.season == season.number, _RUN.task == task, _RUN.slot < oldest)
        runs += connection.execute(delete(TASK_RUNS).where(condition)).rowcount
    return bool(answers or notices or runs)

"""Changes the world of Dominion in short transactions, each exactly once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.answers import find_answer, keep_refusal, keep_result
from nazh.adapters.outbound.sql.dominion.citizen_rows import mark_lapsed
from nazh.adapters.outbound.sql.dominion.nation_rows import nations_by_id, update_nation
from nazh.adapters.outbound.sql.dominion.periodic import (
    Slot,
    Task,
    complete,
    defaulters,
    is_behind_all,
    laggards,
    next_chunk,
    next_slot,
    run_chunk,
)
from nazh.adapters.outbound.sql.dominion.seasons import begin_first_season, find_season
from nazh.adapters.outbound.sql.dominion.standings import compute_doubled_median, keep_median
from nazh.adapters.outbound.sql.dominion.tables import BUILD_ORDERS, CITIZENS
from nazh.adapters.outbound.sql.dominion.transactions import SqlWorldTransaction, settle_nation
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import Requester, Rulesets, WorldTransaction
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.settling import StandingsMissing
from nazh.domain.kernel.errors import Refusal, Unavailable

Result = TypeVar("Result")
SETTLED_AT_ONCE: Final = 25
"""How many nations a transaction settles one by one; more would hold SQLite's writer over 50 ms."""
_ATTEMPTS: Final = 8
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Settling:
    """Nations with something due, and up to when they are settled."""

    season: Season
    nations: Sequence[int]
    until: datetime


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Periodic work that is due for a chunk of nations."""

    season: Season
    slot: Slot
    chunk: int


@dataclass(frozen=True, slots=True)
class _Completion:
    """Periodic work that is done for all nations; ``chunk`` is behind them."""

    season: Season
    slot: Slot
    chunk: int


_Step = _Settling | _Chunk | _Completion


class SqlWorld:
    """Satisfies ``World``."""

    __slots__ = ("_database", "_locks", "_rulesets")

    def __init__(self, database: Database, rulesets: Rulesets) -> None:
        self._database = database
        self._rulesets = rulesets
        # Commands of one server wait here, where a waiter holds no connection.
        self._locks = KeyedLock()

    async def change(
        self,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> Result:
        """Run ``work`` in a transaction, after what was due before it."""
        return await self._run(
            requester, lambda connection: self._change(connection, requester, result, work)
        )

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, and keep no result."""
        return await self._run(
            requester, lambda connection: self._look(connection, requester, work)
        )

    async def _run(
        self, requester: Requester, act: Callable[[Connection], Result | Refusal]
    ) -> Result:
        def write(connection: Connection) -> Result | Refusal | StandingsMissing:
            try:
                return act(connection)
            except StandingsMissing as missing:
                return missing

        for _ in range(_ATTEMPTS):
            await self._locks.acquire(requester.guild)
            try:
                answer = await self._database.write(write)
            except IntegrityError:  # another process did the same, or took the same id
                continue
            finally:
                self._locks.release(requester.guild)
            if isinstance(answer, Refusal):
                raise answer
            if not isinstance(answer, StandingsMissing):
                return answer
            while await self.advance(requester.at):
                pass
        raise Unavailable("the world")

    def _change(
        self,
        connection: Connection,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> Result | Refusal:
        answered = find_answer(connection, requester.request, result)
        if answered is not None:
            return answered
        done = self._look(connection, requester, work)
        if isinstance(done, Refusal):
            keep_refusal(connection, requester, done)
        else:
            keep_result(connection, requester, done)
        return done

    def _look(
        self,
        connection: Connection,
        requester: Requester,
        work: Callable[[WorldTransaction], Result],
    ) -> Result | Refusal:
        season = find_season(connection, self._rulesets)
        if season is None:
            season = begin_first_season(connection, self._rulesets, requester.at)
        transaction = SqlWorldTransaction(connection, season, requester.at)
        try:
            done = work(transaction)
        except Refusal as refusal:  # nothing is written before the work is complete
            return refusal
        transaction.write()
        return done

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due."""
        step = await self._database.read(lambda connection: self._next_step(connection, until))
        if step is None:
            return False
        try:
            await self._do(step)
        except IntegrityError:  # another process has done it
            pass
        return True

    def _next_step(self, connection: Connection, until: datetime) -> _Step | None:
        season = find_season(connection, self._rulesets)
        if season is None:
            return None
        slot = next_slot(connection, season)
        before = min(slot.at - _INSTANT, until)
        due = _with_something_due(connection, season, before)
        if due:
            return _Settling(season, due, before)
        if slot.at > until:
            return None
        chunk = next_chunk(connection, season, slot)
        if slot.task is Task.TICK and chunk == 0:
            late = laggards(connection, season, slot, SETTLED_AT_ONCE)
            if late:
                return _Settling(season, late, before)
        if is_behind_all(connection, season, chunk):
            return _Completion(season, slot, chunk)
        if slot.task is Task.CHARGE:
            unable = defaulters(connection, season, slot, chunk, SETTLED_AT_ONCE)
            if unable:
                return _Settling(season, unable, slot.at)
        return _Chunk(season, slot, chunk)

    async def _do(self, step: _Step) -> None:
        write = self._database.write_in_background
        match step:
            case _Settling():
                await write(lambda on: _settle(on, step))
            case _Chunk():
                await write(lambda on: _run_chunk(on, step))
            case _Completion(season, slot, chunk) if slot.task is Task.STANDING:
                # Sorting all nations takes long; a read keeps nobody waiting.
                median = await self._database.read(
                    lambda on: compute_doubled_median(on, season, slot.number), BACKGROUND_TIMEOUT
                )
                await write(lambda on: _complete_standings(on, step, median))
            case _Completion(season, slot, chunk):
                await write(lambda on: complete(on, season, slot, chunk))


def _settle(connection: Connection, step: _Settling) -> None:
    nations = nations_by_id(connection, step.season, step.nations, lock=True)
    for nation in nations:
        settled = settle_nation(connection, step.season, nation, step.until)
        update_nation(connection, step.season, settled)
    mark_lapsed(connection, [nation.id for nation in nations], step.until)


def _run_chunk(connection: Connection, step: _Chunk) -> None:
    season, slot = step.season, step.slot
    run_chunk(connection, season, slot, step.chunk)
    behind = step.chunk + 1
    if not is_behind_all(connection, season, behind):
        return
    if slot.task is not Task.STANDING:
        complete(connection, season, slot, behind)
    elif step.chunk == 0:  # so few nations are sorted at once
        median = compute_doubled_median(connection, season, slot.number)
        _complete_standings(connection, _Completion(season, slot, behind), median)


def _complete_standings(connection: Connection, step: _Completion, median: int) -> None:
    complete(connection, step.season, step.slot, step.chunk)
    keep_median(connection, step.season, step.slot.number, median)


def _with_something_due(connection: Connection, season: Season, until: datetime) -> list[int]:
    """Return nations with orders that are finished or citizens who have become inactive."""
    by = microseconds(until)
    finished = select(BUILD_ORDERS.c.nation).where(
        BUILD_ORDERS.c.season == season.number, BUILD_ORDERS.c.due_at <= by
    )
    lapsed = select(CITIZENS.c.nation).where(CITIZENS.c.is_counted, CITIZENS.c.active_until <= by)
    due = {
        nation
        for query in (finished, lapsed)
        for nation in connection.execute(query.distinct().limit(SETTLED_AT_ONCE)).scalars()
    }
    return sorted(due)[:SETTLED_AT_ONCE]

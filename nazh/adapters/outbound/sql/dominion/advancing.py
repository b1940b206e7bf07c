"""Applies what is due in the world, in short transactions, each exactly once.

A nation whose work fails is set aside, tried again and then parked, and does not stop the others.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final

from sqlalchemy import Connection, and_, select

from nazh.adapters.outbound.sql.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.citizen_rows import mark_lapsed
from nazh.adapters.outbound.sql.dominion.due_nations import (
    defaulters,
    laggards,
    nations_without,
    with_something_due,
)
from nazh.adapters.outbound.sql.dominion.failures import (
    due_retries,
    forget_failures,
    note_failure,
)
from nazh.adapters.outbound.sql.dominion.loyalty_rows import mark_loyalty
from nazh.adapters.outbound.sql.dominion.nation_rows import (
    first_deletion,
    nations_by_id,
    update_nations,
)
from nazh.adapters.outbound.sql.dominion.pacing import Pace
from nazh.adapters.outbound.sql.dominion.peace_offers import lock_offers_to, return_offers
from nazh.adapters.outbound.sql.dominion.periodic import (
    Slot,
    Task,
    complete,
    is_behind_all,
    next_chunk,
    next_slot,
    run_chunk,
)
from nazh.adapters.outbound.sql.dominion.personal_data import delete_nation
from nazh.adapters.outbound.sql.dominion.places import compare_places
from nazh.adapters.outbound.sql.dominion.proceeding import note_war_failure, proceed
from nazh.adapters.outbound.sql.dominion.seasons import find_season
from nazh.adapters.outbound.sql.dominion.settled_nations import settle_nations
from nazh.adapters.outbound.sql.dominion.standings import compute_doubled_median, keep_median
from nazh.adapters.outbound.sql.dominion.tables import NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_rows import (
    delete_expired_proposals,
    has_expired_proposals,
)
from nazh.adapters.outbound.sql.dominion.war_rows import due_together, first_due_of
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dominion.ports import Rulesets, WarSecrets
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dominion.events import WarProceeded
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.nations import NationId
from nazh.domain.dominion.settling import StandingsMissing
from nazh.domain.dominion.wars.war import War
from nazh.domain.kernel.errors import Unavailable

SETTLED_AT_ONCE: Final = 25
"""How many nations a transaction settles one by one; more would hold SQLite's writer over 50 ms."""
_INSTANT: Final = timedelta(microseconds=1)
_DATA_EXCEPTION: Final = "22"
"""The class of PostgreSQL's codes for values that it refuses, such as those out of range."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Settling:
    """Nations with something due, and up to when they are settled."""

    season: Season
    nations: Sequence[int]
    until: datetime


@dataclass(frozen=True, slots=True)
class _Deletion:
    """A nation that is due to be deleted, by ``until``."""

    season: Season
    nation: int
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


@dataclass(frozen=True, slots=True)
class _Proceeding:
    """Wars in which something is due, at the same instant."""

    season: Season
    wars: Sequence[War]


@dataclass(frozen=True, slots=True)
class _Expiry:
    """Proposals that have expired by ``until``."""

    until: datetime


_Step = _Settling | _Deletion | _Chunk | _Completion | _Proceeding | _Expiry


class WorldAdvancer:
    """Advances the world by one step at a time."""

    __slots__ = ("_database", "_divided", "_done", "_events", "_pace", "_rulesets", "_secrets")

    def __init__(
        self,
        database: Database,
        rulesets: Rulesets,
        secrets: WarSecrets,
        events: EventPublisher,
    ) -> None:
        self._database = database
        self._rulesets = rulesets
        self._secrets = secrets
        self._events = events
        self._pace = Pace()
        self._divided: _Chunk | None = None
        """The chunk that failed last and was done nation by nation."""
        self._done: _Chunk | None = None
        """The chunk that was done last, if that was the last step."""

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due. Raises errors that no single nation causes."""
        done, self._done = self._done, None
        step = await self._database.read(
            lambda on: self._following(on, done, until) or self._next_step(on, until)
        )
        if step is None:
            return False
        try:
            await self._do(step)
            self._done = step if isinstance(step, _Chunk) else None
        except Exception as error:  # any failure of one nation must not stop others
            if _is_outage(error):
                raise
            if isinstance(step, _Proceeding):
                await self._proceed_one_by_one(step, until, error)
                return True
            still = await self._database.read(lambda on: self._next_step(on, until))
            if still != step:  # another process has done it
                return True
            if step == self._divided:  # it would be tried again without end
                self._divided = None
                raise
            # A step that settles nations sets aside those that fail; a chunk is only retried.
            self._divided = step if isinstance(step, _Chunk) else None
            _LOG.warning("periodic work failed, and is done nation by nation", exc_info=error)
            await self._do_one_by_one(step, until, error)
        return True

    async def proceed_with_wars(self, nation: NationId, until: datetime) -> None:
        """Do what is due in the wars of a nation, and what has to happen in others before it.

        Raises StandingsMissing.
        """

        def find(connection: Connection) -> _Proceeding | None:
            season = find_season(connection, self._rulesets)
            if season is None:
                return None
            season = season.at(until)
            war = first_due_of(connection, season, nation, until)
            return None if war is None else _Proceeding(season, (war,))

        while (step := await self._database.read(find)) is not None:
            try:
                await self._proceed(step)
            except StandingsMissing:
                raise
            except Exception as error:  # any failure of one war must not stop its nations
                if _is_outage(error):
                    raise
                await self._proceed_one_by_one(step, until, error)

    async def _proceed(self, step: _Proceeding) -> None:
        taken = 0.0

        def write(connection: Connection) -> Sequence[WarProceeded]:
            nonlocal taken
            began = perf_counter()
            facts = proceed(connection, step.season, step.wars, self._secrets)
            taken = perf_counter() - began
            return facts

        facts = await self._database.write_in_background(write)
        self._pace.note(len(step.wars), taken)
        for fact in facts:
            await self._events.publish(fact)

    async def _proceed_one_by_one(
        self, step: _Proceeding, until: datetime, error: Exception
    ) -> None:
        """Let each of several wars proceed alone, and set those aside that fail."""
        if len(step.wars) == 1:
            await self._set_aside(step.wars[0], until, error)
            return
        for war in step.wars:
            try:
                await self._proceed(_Proceeding(step.season, (war,)))
            except Exception as failure:  # any failure of one war must not stop others
                if _is_outage(failure):
                    raise
                await self._set_aside(war, until, failure)

    async def _set_aside(self, war: War, at: datetime, error: Exception) -> None:
        is_parked = await self._database.write_in_background(
            lambda on: note_war_failure(on, war, at, error)
        )
        level = logging.CRITICAL if is_parked else logging.WARNING
        parked = ", and is parked" if is_parked else ""
        _LOG.log(level, "war %s fails%s", war.id, parked, exc_info=error)

    async def _do_one_by_one(self, step: _Step, until: datetime, error: Exception) -> None:
        """Settle each nation alone, and set those aside that fail. Raises ``error`` if none can."""
        nations: Sequence[int]
        if isinstance(step, _Settling):
            nations, before = step.nations, step.until
        elif isinstance(step, _Chunk):
            before = step.slot.at
            nations = await self._database.read(
                lambda on: nations_without(on, step.season, step.slot, step.chunk),
                BACKGROUND_TIMEOUT,
            )
        else:  # it concerns no nation, or one that is about to be deleted
            raise error
        for nation in nations:
            await self._settle_alone(step.season, nation, before, until)

    async def _settle_alone(
        self, season: Season, nation: int, before: datetime, until: datetime
    ) -> None:
        write = self._database.write_in_background
        try:
            await write(lambda on: _settle(on, _Settling(season, (nation,), before)))
        except Exception as error:  # it is kept, and shown to the operator
            if _is_outage(error):
                raise
            failure = error
            is_parked = await write(lambda on: note_failure(on, season, nation, until, failure))
            level = logging.CRITICAL if is_parked else logging.WARNING
            _LOG.log(level, "nation %s fails%s", nation, ", and is parked" if is_parked else "")

    def _following(
        self, connection: Connection, done: _Chunk | None, until: datetime
    ) -> _Step | None:
        """Return the step after a chunk, without a search for what else is due.

        Nothing new can be due before a slot that has begun. It is ``None`` if another process
        has gone on with the slot, or if it is done.
        """
        if done is None or done.slot.at > until:
            return None
        season, slot = find_season(connection, self._rulesets), done.slot
        if season is None or season.at(slot.at) != done.season:
            return None
        chunk = next_chunk(connection, done.season, slot)
        if chunk != done.chunk + 1:
            return None
        return _step_in(connection, done.season, slot, chunk)

    def _next_step(self, connection: Connection, until: datetime) -> _Step | None:
        season = find_season(connection, self._rulesets)
        if season is None:
            return None
        slot = next_slot(connection, season)
        season = season.at(slot.at)
        before = min(slot.at - _INSTANT, until)
        deletion = first_deletion(connection, before)
        by = before if deletion is None else deletion[1]
        wars = due_together(connection, season, by, until, self._pace.at_once)
        if wars:
            return _Proceeding(season, wars)
        if deletion is not None:
            return _Deletion(season, *deletion)
        due = with_something_due(connection, season, before, SETTLED_AT_ONCE)
        if due:
            return _Settling(season, due, before)
        again = due_retries(connection, season, until, SETTLED_AT_ONCE)
        if again:
            return _Settling(season, again, before)
        if has_expired_proposals(connection, before):
            return _Expiry(before)
        if slot.at > until:
            return None
        chunk = next_chunk(connection, season, slot)
        if slot.task is Task.TICK and chunk == 0:
            has_other_rules = season.changes_in(slot.number)
            hour = slot.number if has_other_rules else slot.number - 1
            late = laggards(connection, season, hour, SETTLED_AT_ONCE)
            if late:
                return _Settling(season, late, slot.at if has_other_rules else before)
        return _step_in(connection, season, slot, chunk)

    async def _do(self, step: _Step) -> None:
        write = self._database.write_in_background
        match step:
            case _Settling():
                await write(lambda on: _settle(on, step))
            case _Deletion():
                await write(lambda on: _delete(on, step))
            case _Proceeding():
                await self._proceed(step)
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
            case _Expiry(by):
                await write(lambda on: delete_expired_proposals(on, by))


def _step_in(connection: Connection, season: Season, slot: Slot, chunk: int) -> _Step:
    """Return the step of a slot whose chunks before ``chunk`` are done."""
    if is_behind_all(connection, season, chunk):
        return _Completion(season, slot, chunk)
    if slot.task is Task.CHARGE:
        unable = defaulters(connection, season, slot, chunk, SETTLED_AT_ONCE)
        if unable:
            return _Settling(season, unable, slot.at)
    return _Chunk(season, slot, chunk)


def _is_outage(error: Exception) -> bool:
    """Return whether the database is not available, rather than that it refuses a value."""
    driver_error = getattr(error.__cause__, "orig", None)
    is_refused = str(getattr(driver_error, "sqlstate", "")).startswith(_DATA_EXCEPTION)
    return isinstance(error, Unavailable) and not is_refused


def _settle(connection: Connection, step: _Settling) -> None:
    nations = nations_by_id(connection, step.season, step.nations, lock=True)
    settled = settle_nations(connection, step.season, nations, step.until)
    update_nations(connection, step.season, settled)
    settled_ids = [nation.id for nation in nations]
    forget_failures(connection, step.season, settled_ids)
    mark_lapsed(connection, settled_ids, step.until)
    mark_loyalty(connection, settled_ids, step.until, step.season.rules.diplomacy)


def _delete(connection: Connection, step: _Deletion) -> None:
    due = and_(NATIONS.c.id == step.nation, NATIONS.c.deletion_at <= microseconds(step.until))
    offers = lock_offers_to(connection, step.season, step.nation)
    if connection.execute(select(NATIONS.c.id).where(due).with_for_update()).first() is not None:
        return_offers(connection, step.season, offers, step.until)
        delete_nation(connection, step.nation)


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
    compare_places(connection, step.season, step.slot.number)

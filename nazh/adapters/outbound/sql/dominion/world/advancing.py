"""Applies what is due in the world, in short transactions, each exactly once.

A nation whose work fails is set aside, retried and then parked, so that it does not block others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import Final

from sqlalchemy import Connection

from nazh.adapters.outbound.sql.databases.database import BACKGROUND_TIMEOUT, Database
from nazh.adapters.outbound.sql.dominion.operations.alerts import SqlAlerts
from nazh.adapters.outbound.sql.dominion.periodic_work.batch_size import BatchSize
from nazh.adapters.outbound.sql.dominion.periodic_work.due_nations import nations_without
from nazh.adapters.outbound.sql.dominion.periodic_work.failures import note_failure
from nazh.adapters.outbound.sql.dominion.periodic_work.periodic import Task, complete
from nazh.adapters.outbound.sql.dominion.periodic_work.standings import compute_doubled_median
from nazh.adapters.outbound.sql.dominion.rows.seasons import find_season
from nazh.adapters.outbound.sql.dominion.rows.treaty_rows import delete_expired_proposals
from nazh.adapters.outbound.sql.dominion.rows.war_rows import first_due_of
from nazh.adapters.outbound.sql.dominion.world.proceeding import note_war_failure, proceed
from nazh.adapters.outbound.sql.dominion.world.step_writes import (
    FinishedChunk,
    complete_standings,
    delete_due,
    finish_chunk,
    settle,
)
from nazh.adapters.outbound.sql.dominion.world.steps import (
    Chunk,
    Completion,
    Deletion,
    Expiry,
    Proceeding,
    Settling,
    Step,
    is_next,
    next_step,
)
from nazh.application.dominion.alerts import Alert, AlertKind
from nazh.application.dominion.ports import Rulesets, WarSecrets
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.settling import StandingsMissing
from nazh.domain.dominion.wars.war import War
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.events import Event

_DATA_EXCEPTION: Final = "22"
"""The class of PostgreSQL's codes for values that it refuses, such as those out of range."""
_LOG: Final = logging.getLogger(__name__)


class WorldAdvancer:
    """Advances the world by one step at a time."""

    __slots__ = (
        "_alerts",
        "_batch_size",
        "_database",
        "_divided",
        "_events",
        "_following",
        "_rulesets",
        "_secrets",
    )

    def __init__(
        self,
        database: Database,
        rulesets: Rulesets,
        secrets: WarSecrets,
        events: EventPublisher,
        alerts: SqlAlerts | None = None,
    ) -> None:
        self._database = database
        self._rulesets = rulesets
        self._secrets = secrets
        self._events = events
        self._alerts = alerts
        self._batch_size = BatchSize()
        self._divided: Chunk | None = None
        """The last chunk that failed and was done nation by nation."""
        self._following: Chunk | None = None
        """The chunk that follows the last step, if that was a chunk of the same slot."""

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due. Raises errors that are not caused by a single nation."""
        following, self._following = self._following, None
        if following is not None and await self._follow(following, until):
            return True
        step = await self._database.read(lambda connection: self._next_step(connection, until))
        if step is None:
            return False
        try:
            self._following = await self._do(step)
        except Exception as error:  # any failure of one nation must not stop others
            if _is_outage(error):
                raise
            if isinstance(step, Proceeding):
                await self._proceed_one_by_one(step, until, error)
                return True
            still = await self._database.read(lambda connection: self._next_step(connection, until))
            if still != step:  # another process has done it
                return True
            if step == self._divided:  # it would be retried forever
                self._divided = None
                raise
            # A step that settles nations sets aside those that fail; a chunk is only retried.
            self._divided = step if isinstance(step, Chunk) else None
            _LOG.warning("periodic work failed, and is done nation by nation", exc_info=error)
            await self._do_one_by_one(step, until, error)
        return True

    async def proceed_with_wars(self, nation: NationId, until: datetime) -> None:
        """Do what is due in the wars of a nation, and in other wars that must proceed before them.

        Raises StandingsMissing.
        """

        def find(connection: Connection) -> Proceeding | None:
            season = find_season(connection, self._rulesets)
            if season is None:
                return None
            season = season.at(until)
            due = first_due_of(connection, season, nation, until)
            return None if due is None else Proceeding(season, due)

        while (step := await self._database.read(find)) is not None:
            try:
                await self._proceed(step)
            except StandingsMissing:
                raise
            except Exception as error:  # any failure of one war must not stop its nations
                if _is_outage(error):
                    raise
                await self._proceed_one_by_one(step, until, error)

    async def _proceed(self, step: Proceeding) -> None:
        taken = 0.0

        def write(connection: Connection) -> Sequence[Event]:
            nonlocal taken
            began = perf_counter()
            facts = proceed(connection, step.season, step.due, self._secrets)
            taken = perf_counter() - began
            return facts

        facts = await self._database.write_in_background(write)
        self._batch_size.note(len(step.due.wars), taken)
        await self._publish(facts)

    async def _publish(self, facts: Iterable[Event]) -> None:
        for fact in facts:
            await self._events.publish(fact)

    async def _proceed_one_by_one(
        self, step: Proceeding, until: datetime, error: Exception
    ) -> None:
        """Proceed with each of several wars alone, and set failing ones aside."""
        if len(step.due.wars) == 1:
            await self._set_aside(step.due.wars[0], until, error)
            return
        for war in step.due.wars:
            try:
                await self._proceed(Proceeding(step.season, replace(step.due, wars=(war,))))
            except Exception as failure:  # any failure of one war must not stop others
                if _is_outage(failure):
                    raise
                await self._set_aside(war, until, failure)

    async def _set_aside(self, war: War, at: datetime, error: Exception) -> None:
        def note(connection: Connection) -> bool:
            is_parked = note_war_failure(connection, war, at, error)
            if is_parked:
                self._tell(connection, AlertKind.WAR_PARKED, war.id, error)
            return is_parked

        is_parked = await self._database.write_in_background(note)
        level = logging.CRITICAL if is_parked else logging.WARNING
        parked = ", and is parked" if is_parked else ""
        _LOG.log(level, "war %s fails%s", war.id, parked, exc_info=error)

    async def _do_one_by_one(self, step: Step, until: datetime, error: Exception) -> None:
        """Settle each nation alone, and set failing ones aside. Raises ``error`` if it has none."""
        nations: Sequence[int]
        if isinstance(step, Settling):
            nations, before = step.nations, step.until
        elif isinstance(step, Chunk):
            before = step.slot.at
            nations = await self._database.read(
                lambda connection: nations_without(connection, step.season, step.slot, step.chunk),
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
            step = Settling(season, (nation,), before)
            losses = await write(lambda connection: settle(connection, step))
        except Exception as error:  # it is stored, and shown to the operator
            if _is_outage(error):
                raise
            failure = error

            def note(connection: Connection) -> bool:
                is_parked = note_failure(connection, season, nation, until, failure)
                if is_parked:
                    self._tell(connection, AlertKind.NATION_PARKED, nation, failure)
                return is_parked

            is_parked = await write(note)
            level = logging.CRITICAL if is_parked else logging.WARNING
            _LOG.log(level, "nation %s fails%s", nation, ", and is parked" if is_parked else "")
        else:
            await self._publish(losses)

    def _tell(self, connection: Connection, kind: AlertKind, parked: int, error: Exception) -> None:
        if self._alerts is not None:
            self._alerts.queue(connection, Alert(kind, str(parked), type(error).__name__))

    def _next_step(self, connection: Connection, until: datetime) -> Step | None:
        season = find_season(connection, self._rulesets)
        if season is None:
            return None
        return next_step(connection, season, until, self._batch_size.current)

    async def _follow(self, chunk: Chunk, until: datetime) -> bool:
        """Do a chunk if it is the next step; return whether it was done.

        Checking this in a separate transaction would take a fifth as long as the work.
        """

        def write(connection: Connection) -> FinishedChunk | None:
            season = find_season(connection, self._rulesets)
            if season is None or not is_next(connection, season, chunk, until):
                return None
            return finish_chunk(connection, chunk)

        try:
            finished = await self._database.write_in_background(write)
        except Exception as error:  # another process has done it, or it is retried and divided
            if _is_outage(error):
                raise
            return False
        if finished is None:
            return False
        self._following = finished.following
        await self._publish(finished.losses)
        return True

    async def _do(self, step: Step) -> Chunk | None:
        """Do a step, and return the chunk that follows it in the same slot."""
        write = self._database.write_in_background
        match step:
            case Settling():
                await self._publish(await write(lambda connection: settle(connection, step)))
            case Deletion():
                await write(lambda connection: delete_due(connection, step))
            case Proceeding():
                await self._proceed(step)
            case Chunk():
                finished = await write(lambda connection: finish_chunk(connection, step))
                await self._publish(finished.losses)
                return finished.following
            case Completion(season, slot, chunk) if slot.task is Task.STANDING:
                # Sorting all nations takes long; a read does not block others.
                median = await self._database.read(
                    lambda connection: compute_doubled_median(connection, season, slot.number),
                    BACKGROUND_TIMEOUT,
                )
                await write(lambda connection: complete_standings(connection, step, median))
            case Completion(season, slot, chunk):
                await write(lambda connection: complete(connection, season, slot, chunk))
            case Expiry(by):
                await write(lambda connection: delete_expired_proposals(connection, by))
        return None


def _is_outage(error: Exception) -> bool:
    """Return whether the database is unavailable, as opposed to rejecting a value."""
    driver_error = getattr(error.__cause__, "orig", None)
    is_refused = str(getattr(driver_error, "sqlstate", "")).startswith(_DATA_EXCEPTION)
    return isinstance(error, Unavailable) and not is_refused

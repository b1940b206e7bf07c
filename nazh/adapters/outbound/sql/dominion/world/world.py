"""Applies commands to the world of Dominion in short transactions, each exactly once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.alerts import SqlAlerts
from nazh.adapters.outbound.sql.dominion.rows.answers import find_answer, keep_refusal, keep_result
from nazh.adapters.outbound.sql.dominion.rows.seasons import begin_first_season, find_season
from nazh.adapters.outbound.sql.dominion.world.advancing import WorldAdvancer
from nazh.adapters.outbound.sql.dominion.world.transactions import (
    SqlWorldTransaction,
    WarIsDue,
    WorldBehind,
)
from nazh.application.dominion.access import note_visit
from nazh.application.dominion.ports import Requester, Rulesets, WarSecrets, WorldTransaction
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import EventPublisher
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.settling import StandingsMissing
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId

Result = TypeVar("Result")
_ATTEMPTS: Final = 8
_Done = tuple[Result | Refusal, Sequence[Event]]
"""A result or a refusal, and the events to publish."""


class SqlWorld:
    """Satisfies ``World``."""

    __slots__ = ("_advancer", "_database", "_events", "_locks", "_rulesets", "_secrets")

    def __init__(
        self,
        database: Database,
        rulesets: Rulesets,
        secrets: WarSecrets,
        events: EventPublisher,
        alerts: SqlAlerts | None = None,
    ) -> None:
        """Use ``alerts``, if there are any, to tell developers about parked work."""
        self._database = database
        self._rulesets = rulesets
        self._secrets = secrets
        self._events = events
        self._advancer = WorldAdvancer(database, rulesets, secrets, events, alerts)
        # Commands of one server wait here, where they hold no connection.
        self._locks = KeyedLock()

    async def change(
        self,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> Result:
        """Run ``work`` in a transaction, after what was due before it."""
        return await self._run(
            requester.guild,
            requester.at,
            lambda connection: self._change(connection, requester, result, work),
        )

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, without storing its result."""
        return await self._run(
            requester.guild,
            requester.at,
            lambda connection: self._look(connection, requester.at, work, requester),
        )

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in a transaction, without a command."""
        return await self._run(guild, at, lambda connection: self._look(connection, at, work))

    async def _run(
        self, guild: GuildId, at: datetime, act: Callable[[Connection], _Done[Result]]
    ) -> Result:
        def write(
            connection: Connection,
        ) -> _Done[Result] | StandingsMissing | WorldBehind | WarIsDue:
            try:
                return act(connection)
            except (StandingsMissing, WorldBehind, WarIsDue) as missing:  # nothing is written
                return missing

        for _ in range(_ATTEMPTS):
            await self._locks.acquire(guild)
            try:
                answer = await self._database.write(write)
            except IntegrityError:  # another process did the same, or took the same id
                continue
            finally:
                self._locks.release(guild)
            if isinstance(answer, tuple):
                done, facts = answer
                for fact in facts:
                    await self._events.publish(fact)
                if isinstance(done, Refusal):
                    raise done
                return done
            if isinstance(answer, WarIsDue) and await self._proceed_with_wars(answer.nation, at):
                continue
            while await self.advance(at):
                pass
        raise Unavailable("the world")

    async def _proceed_with_wars(self, nation: NationId, until: datetime) -> bool:
        """Return whether the wars of a nation have proceeded; standings may be missing first."""
        try:
            await self._advancer.proceed_with_wars(nation, until)
        except StandingsMissing:
            return False
        return True

    def _change(
        self,
        connection: Connection,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> _Done[Result]:
        answered = find_answer(connection, requester.request, result)
        if answered is not None:
            return answered, ()
        done, facts = self._look(connection, requester.at, work, requester)
        if isinstance(done, Refusal):
            keep_refusal(connection, requester, done)
        else:
            keep_result(connection, requester, done)
        return done, facts

    def _look(
        self,
        connection: Connection,
        at: datetime,
        work: Callable[[WorldTransaction], Result],
        requester: Requester | None = None,
    ) -> _Done[Result]:
        season = find_season(connection, self._rulesets)
        if season is None:
            season = begin_first_season(connection, self._rulesets, at)
        transaction = SqlWorldTransaction(connection, season.at(at), at, self._secrets)
        try:
            done = work(transaction)
        except Refusal as refusal:  # nothing is written before the work is complete
            if requester is None:
                return refusal, ()
            visit = SqlWorldTransaction(connection, season.at(at), at, self._secrets)
            note_visit(visit, requester)
            visit.write()
            return refusal, visit.facts
        transaction.write()
        return done, transaction.facts

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due."""
        return await self._advancer.advance(until)

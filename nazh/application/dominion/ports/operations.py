"""Defines the ports that keep the world running, and report its status to operators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from nazh.application.dominion.ports.invariants import CheckedInvariant
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.operations.controls import ModeSetting


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When any process last advanced the world; ``frozen_days`` were skipped just now."""

    at: datetime
    frozen_days: int = 0


class Heartbeats(Protocol):
    """Stores when the world was last advanced, and freezes it for long outages."""

    async def beat(self, now: datetime) -> Heartbeat:
        """Record ``now`` and return it, or the later instant recorded by another process.

        After an outage of more than 72 hours, everything due, including open orders and
        protections, is postponed by whole days, once. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class FailedNation:
    """A nation whose periodic work fails and is suspended.

    ``retry_at`` is ``None`` if it is parked, and only retried when an operator asks for it.
    """

    nation: NationId
    name: str
    failures: int
    since: datetime
    retry_at: datetime | None
    error: str


class FailedNations(Protocol):
    """The nations whose periodic work fails."""

    async def all(self) -> tuple[FailedNation, ...]:
        """Return the failing nations, ordered by id. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True)
class Retried:
    """The numbers of parked nations and wars that are retried."""

    nations: int
    wars: int


class ParkedWork(Protocol):
    """The nations and wars whose work failed so often that nothing retries it by itself."""

    async def retry(self, entry: Callable[[Retried], AuditEntry] | None = None) -> Retried:
        """Let the next advance retry them all; return how many.

        If any are retried, ``entry`` is written to the audit log with it. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class TaskStatus:
    """The progress of one kind of periodic work, each run of which is due at a world instant.

    ``last_at`` is when the last run that is done for all nations was due, ``None`` before the first
    run of the season. ``next_at`` is when the run after it is due, and ``lag`` is how late it is.
    """

    last_at: datetime | None
    next_at: datetime
    lag: timedelta


@dataclass(frozen=True, slots=True)
class Parked:
    """The number of parked nations or wars, and the type of the latest error."""

    count: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class WorldStatus:
    """The status of the world, for operators.

    ``citizens`` counts active citizens, and ``supply`` is the sum of all stocks. ``tasks`` is how
    far each kind of periodic work is, and ``finished_orders`` counts orders that are finished but
    not delivered. ``retrying`` counts nations whose failed periodic work is retried soon; the work
    of ``parked`` nations and ``parked_wars`` is not. ``heartbeat`` is when the world was last
    advanced, and ``frozen_days`` counts the days lost to outages. ``invariants`` are the results of
    the last check, empty before the first one. While
    ``mode_setting`` says that the world is stopped, nothing advances it.
    """

    season: int
    starts_at: datetime
    mode_setting: ModeSetting
    nations: int
    citizens: int
    supply: int
    tasks: Mapping[str, TaskStatus]
    finished_orders: int
    retrying: int
    parked: Parked
    parked_wars: Parked
    heartbeat: datetime | None
    frozen_days: int
    invariants: Sequence[CheckedInvariant] = ()

    @property
    def broken(self) -> Sequence[CheckedInvariant]:
        """The invariants that did not hold at their last check."""
        return tuple(invariant for invariant in self.invariants if invariant.breaches)


class WorldStatuses(Protocol):
    """Reads the status of the whole world."""

    async def at(self, now: datetime) -> WorldStatus | None:
        """Return the status, or ``None`` before the first season. Raises ``Unavailable``."""
        ...


class LedgerCompaction(Protocol):
    """Compacts the ledger."""

    async def step(self, now: datetime) -> bool:
        """Do some of the remaining work in one short transaction; return whether there was any.

        Ticks of a nation older than 48 hours are merged into one entry per day, with their sum and
        the last balance. Results of requests are kept for a day, records of periodic work for 14
        days, and notices for 30. Raises ``Unavailable``.
        """
        ...

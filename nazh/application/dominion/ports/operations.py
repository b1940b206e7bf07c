"""Ports that keep the world running, and show operators how it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from nazh.application.dominion.ports.invariants import CheckedInvariant
from nazh.domain.dominion.nations import NationId


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the world was last advanced by any process; ``frozen_days`` were skipped just now."""

    at: datetime
    frozen_days: int = 0


class Heartbeats(Protocol):
    """Keeps when the world was last advanced, and freezes it for outages that are too long."""

    async def beat(self, now: datetime) -> Heartbeat:
        """Note ``now`` and return it; if another process noted a later instant, return that one.

        After an outage of more than 72 hours everything that is due, open orders and protections
        included, is postponed by whole days, once. Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class FailedNation:
    """A nation whose periodic work fails, so that it is left undone.

    ``retry_at`` is ``None`` if it is parked: nothing tries again before an operator asks for it.
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
        """Return them in the order of their ids. Raises ``Unavailable``."""
        ...

    async def retry_parked(self) -> int:
        """Let the next advance try the parked ones again; return how many.

        Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class WorldStatus:
    """How the world is, for operators.

    ``citizens`` are the active ones, and ``supply`` is the sum of all stocks. ``lags`` is by how
    much each kind of periodic work is late, and ``finished_orders`` how many orders are finished
    and not delivered yet. ``retrying`` and ``parked`` are how many nations there are whose periodic
    work fails, without wars. ``heartbeat`` is when the world was last advanced, and ``frozen_days``
    are those that outages have cost. ``invariants`` is what their last check has found, and empty
    before the first one.
    """

    season: int
    starts_at: datetime
    nations: int
    citizens: int
    supply: int
    lags: Mapping[str, timedelta]
    finished_orders: int
    retrying: int
    parked: int
    heartbeat: datetime | None
    frozen_days: int
    invariants: Sequence[CheckedInvariant] = ()

    @property
    def broken(self) -> Sequence[CheckedInvariant]:
        """The invariants that did not hold at their last check."""
        return tuple(one for one in self.invariants if one.breaches)


class WorldStatuses(Protocol):
    """Looks at the world as a whole."""

    async def at(self, now: datetime) -> WorldStatus | None:
        """Return how the world is, or ``None`` before the first season. Raises ``Unavailable``."""
        ...


class LedgerCompaction(Protocol):
    """Keeps the ledger small."""

    async def step(self, now: datetime) -> bool:
        """Do a part of what is left, in one short transaction; return whether there was one.

        The ticks of a nation that are older than 48 hours become one entry a day, with their sum
        and the last balance. Answers to requests are kept for a day, notes about periodic work for
        14, and notices for 30. Raises ``Unavailable``.
        """
        ...

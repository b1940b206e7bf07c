"""Ports to the world: what changes it, and what takes it as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import Act, Nation, NationId
from nazh.domain.dominion.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Requester:
    """A user who asks for something, with the place and the time.

    ``at`` is when Discord got the command, ``created_at`` when the user's account was made, and
    ``is_administrator`` what the adapter found about the user.
    """

    request: RequestId
    guild: GuildId
    user: UserId
    at: datetime
    created_at: datetime
    is_administrator: bool = False

    @property
    def act(self) -> Act:
        """What the ledger keeps of it."""
        return Act(self.at, f"command {self.request}", self.user)


class Rulesets(Protocol):
    """The ruleset of new seasons, and those of earlier ones."""

    def current(self) -> str:
        """Return the ruleset that new seasons keep, as text. Never raises."""
        ...

    def parse(self, text: str) -> Ruleset:
        """Return the ruleset that a season has kept; the text is from ``current``."""
        ...


class WorldTransaction(Protocol):
    """What one change of the world reads and writes.

    Nations are locked as they are read, and settled up to the instant of the change. What is
    added, saved or removed is written when the change is complete, or not at all.
    """

    @property
    def season(self) -> Season:
        """The current season."""
        ...

    def nation_of(self, guild: GuildId) -> Nation | None:
        """Return the nation of a guild."""
        ...

    def nation(self, nation: NationId) -> Nation:
        """Return a nation that exists."""
        ...

    def name_with_key(self, key: str) -> str | None:
        """Return the name of the nation that has a key of names, if one has it."""
        ...

    def unused_id(self) -> NationId:
        """Return the id for a new nation."""
        ...

    def citizen(self, user: UserId) -> Citizen | None:
        """Return the citizenship of a user."""
        ...

    def departure(self, user: UserId) -> Departure | None:
        """Return when a user without a nation left the last one."""
        ...

    def add_nation(self, nation: Nation) -> None:
        """Add a new nation."""
        ...

    def save_nation(self, nation: Nation) -> None:
        """Replace a nation that was read here."""
        ...

    def add_citizen(self, citizen: Citizen) -> None:
        """Add a citizen; the user has no nation."""
        ...

    def save_citizen(self, citizen: Citizen) -> None:
        """Replace a citizen whose nation was read here."""
        ...

    def remove_citizen(self, citizen: Citizen) -> None:
        """Remove a citizen; their departure is noted."""
        ...


class World(Protocol):
    """All nations. Calls raise ``Unavailable``."""

    async def change(
        self,
        requester: Requester,
        result: type[Result],
        work: Callable[[WorldTransaction], Result],
    ) -> Result:
        """Run ``work`` in one transaction and return its result.

        ``work`` may be called again, and has no effects but those of its transaction. A request
        that was done before is not done again: it gets the result of the first time, or the same
        refusal. ``result`` is a dataclass of numbers, texts and instants. Raises the
        refusals of ``work``.
        """
        ...

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` as ``change`` does, but anew for each call, and keep no result."""
        ...

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due by ``until``, in order; return whether something was left.

        Each call is one short transaction or none. Several processes may call it at the same time:
        everything is applied once.
        """
        ...


@dataclass(frozen=True, slots=True)
class WorldSnapshot:
    """All nations at one instant, in the order in which they were founded.

    ``ledger`` are the sums of the ledger by reason. ``digest`` is the SHA-256 of everything that
    the rules depend on, in hexadecimal: two worlds with the same digest are the same.
    """

    season: Season
    nations: tuple[Nation, ...]
    ledger: Mapping[Reason, int]
    digest: str


class WorldSnapshots(Protocol):
    """Looks at the whole world."""

    async def take(self) -> WorldSnapshot | None:
        """Return the world as it is, or ``None`` before the first season.

        Raises ``Unavailable``.
        """
        ...


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

    async def retry(self) -> int:
        """Let the next advance try the parked ones again; return how many.

        Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class WorldStatus:
    """How the world is, for operators.

    ``citizens`` are the active ones, and ``supply`` is the sum of all stocks. ``lags`` is by how
    much each kind of periodic work is late, and ``finished_orders`` how many orders are finished
    and not delivered yet. ``heartbeat`` is when the world was last advanced, and ``frozen_days``
    are those that outages have cost.
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
        and the last balance. Answers to requests are kept for a day, and notes about periodic work
        for 14. Raises ``Unavailable``.
        """
        ...

"""Defines the ports that read views of the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.dominion.ports.boards import NationPlaces
from nazh.application.dominion.ports.controls import Report
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId, Vacation
from nazh.domain.dominion.nations.offices import Accession, Leadership, Office
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.rankings.boards import Board
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class TreasuryChange:
    """One change of a nation's stock that a user made."""

    at: datetime
    nation: str
    reason: Reason
    amount: int


@dataclass(frozen=True, slots=True)
class HeldOffice:
    """An office that a user holds in a nation."""

    nation: str
    office: Office


@dataclass(frozen=True, slots=True)
class LedNation:
    """When and how a user became the leader of a nation."""

    since: datetime
    nation: str
    by: Accession


@dataclass(frozen=True, slots=True)
class UserRecord:
    """Everything stored about a user. ``nation`` is the name of the citizen's nation.

    ``direct_notices`` are the kinds that the user gets as direct messages. ``tutorial_at`` is when
    they completed the tutorial, if ever.
    """

    citizen: Citizen | None
    nation: str | None
    departure: Departure | None
    leads: tuple[str, ...]
    changes: tuple[TreasuryChange, ...]
    direct_notices: frozenset[NoticeKind] = frozenset()
    reports: tuple[Report, ...] = ()
    offices: tuple[HeldOffice, ...] = ()
    has_led: tuple[LedNation, ...] = ()
    tutorial_at: datetime | None = None


class UserRecords(Protocol):
    """The stored data of users."""

    async def record_of(self, user: UserId) -> UserRecord:
        """Return the data of a user, with changes in order. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNation:
    """The public data of a nation, as of the last write of its row.

    ``strength`` is rounded to two significant digits (C-16). It is taken from the newest ranking,
    or current for a nation that is not in it. ``places`` is ``None`` for a nation that is not in
    the newest ranking, because it was founded later or is inactive. ``empty_since``, ``vacation``
    and ``orphaned_at`` are as in ``Nation``.
    """

    id: NationId
    name: str
    guild: GuildId
    leader: UserId | None
    founded_at: datetime
    protected_until: datetime
    population: int
    territory: int
    reputation: int
    strength: int
    places: NationPlaces | None
    empty_since: datetime
    vacation: Vacation | None = None
    orphaned_at: datetime | None = None

    @property
    def power(self) -> int | None:
        """The power in the newest ranking, if the nation is in it."""
        return None if self.places is None else self.places.places[Board.POWER].score


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNation:
    """A nation in a list, with the values that determine its status, as of the last write.

    The fields are as in ``Nation``.
    """

    id: NationId
    name: str
    guild: GuildId
    population: int
    protected_until: datetime
    empty_since: datetime
    vacation: Vacation | None
    orphaned_at: datetime | None
    deletion_at: datetime | None


class NationDirectory(Protocol):
    """All nations by name."""

    async def listed(self, limit: int, skip: int) -> tuple[ListedNation, ...]:
        """Return nations ordered by id, skipping the first ``skip``. Raises ``Unavailable``."""
        ...

    async def names_like(self, typed: str, limit: int) -> tuple[str, ...]:
        """Return names that begin with a text, in alphabetical order, ignoring case and accents.

        Raises ``Unavailable``.
        """
        ...

    async def suggested(
        self, typed: str, guild: GuildId, limit: int, *, has_own: bool = True
    ) -> tuple[str, ...]:
        """Return names that a user in a guild may mean, that of its own nation first if it matches.

        Without ``has_own``, the name of its own nation is left out.

        Names that begin with the text are followed by those that contain it, and by those that
        begin with it except for typos. In a large world, only some names are searched for typos.
        Raises ``Unavailable``.
        """
        ...

    async def named(self, name: str) -> PublicNation | None:
        """Return the nation of this name, ignoring case and accents. Raises ``Unavailable``."""
        ...

    async def of_guild(self, guild: GuildId) -> PublicNation | None:
        """Return the nation of a guild. Raises ``Unavailable``."""
        ...

    async def is_member(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user leads the nation of a guild or is a citizen of it.

        Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """The allies of a nation, its open wars, and its won and lost wars in the season.

    ``allies`` are names, in the order of forming the alliances.
    """

    allies: tuple[str, ...]
    open_wars: int
    won: int
    lost: int


class PublicRecords(Protocol):
    """The public data of alliances and wars of nations."""

    async def of_nation(self, nation: NationId) -> PublicRecord:
        """Return the record of a nation. Raises ``Unavailable``."""
        ...


class AlliedStrengths(Protocol):
    """The exact military strength of nations, which only their allies may know (DIP-04)."""

    async def of_ally(self, guild: GuildId, ally: GuildId) -> int | None:
        """Return the strength of the nation of ``ally``, or ``None`` if the two are not allied.

        Raises ``Unavailable``.
        """
        ...


class SeasonRules(Protocol):
    """The rules of the current season."""

    async def current(self) -> Ruleset:
        """Return the ruleset of the season, or of the first season if none has begun.

        Raises ``Unavailable``.
        """
        ...


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One change of a nation's stock, and the stock after it."""

    at: datetime
    reason: Reason
    amount: int
    balance: int


class Ledgers(Protocol):
    """The ledgers of nations."""

    async def entries(
        self, nation: NationId, since: datetime, most: int, reason: Reason | None = None
    ) -> tuple[LedgerLine, ...]:
        """Return the latest changes of a nation's stock since an instant, oldest first.

        With a ``reason``, only its changes are returned. Ticks older than two days are merged into
        one entry per day. Raises ``Unavailable``.
        """
        ...

    async def sums(self, nation: NationId, since: datetime) -> Mapping[Reason, int]:
        """Return how much a nation's stock has changed since an instant, by reason.

        Raises ``Unavailable``.
        """
        ...


class Leaderships(Protocol):
    """The past and present leaders of nations."""

    async def of_nation(self, nation: NationId, limit: int) -> tuple[Leadership, ...]:
        """Return the latest leaders, newest first. Raises ``Unavailable``."""
        ...

"""Ports that show parts of the world."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nazh.application.dominion.ports.boards import NationPlaces
from nazh.application.dominion.ports.controls import Report
from nazh.domain.dominion.boards import Board
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import NationId, Vacation
from nazh.domain.dominion.notices import NoticeKind
from nazh.domain.dominion.offices import Accession, Leadership, Office
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
    """When a user became the leader of a nation, and how."""

    since: datetime
    nation: str
    by: Accession


@dataclass(frozen=True, slots=True)
class UserRecord:
    """Everything that is stored about a user. ``nation`` is the name of the citizen's nation.

    ``direct_notices`` are the kinds about which the user gets direct messages. ``tutorial_at`` is
    when they have completed the tutorial, if they have.
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
    """What is stored about users."""

    async def record_of(self, user: UserId) -> UserRecord:
        """Return what is stored about a user, changes in order. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicNation:
    """What everyone may know about a nation, as it was when its row was last written.

    ``strength`` is rounded to two significant digits (C-16). It is that of the newest ranking, or
    the one of now for a nation that is not in it.
    ``places`` is ``None`` for a nation that the newest ranking leaves out, because it was founded
    later or is inactive. ``empty_since``, ``vacation`` and ``orphaned_at`` are those of ``Nation``.
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

    def is_on_vacation(self, at: datetime) -> bool:
        """Return whether a vacation is in force."""
        return self.vacation is not None and self.vacation.is_in_force(at)

    @property
    def power(self) -> int | None:
        """The power of the newest ranking, if the nation is in it."""
        return None if self.places is None else self.places.places[Board.POWER].score


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedNation:
    """A nation in a list, with what its status follows from, as its row was last written.

    The names are those of ``Nation``.
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

    def is_on_vacation(self, at: datetime) -> bool:
        """Return whether a vacation is in force."""
        return self.vacation is not None and self.vacation.is_in_force(at)


class NationDirectory(Protocol):
    """All nations by their names."""

    async def listed(self, limit: int, skip: int) -> tuple[ListedNation, ...]:
        """Return nations in the order of their ids, after some of them. Raises ``Unavailable``."""
        ...

    async def names_like(self, typed: str, limit: int) -> tuple[str, ...]:
        """Return names that begin like a text, whatever its case and accents, in their order.

        Raises ``Unavailable``.
        """
        ...

    async def suggested(self, typed: str, guild: GuildId, limit: int) -> tuple[str, ...]:
        """Return names that a user in a guild may mean: its own first, if it is one of them.

        Then come those that begin like the text, those that contain it, and those that begin like
        it but for some typos. Near spellings are searched among some of the names of a large
        world. Raises ``Unavailable``.
        """
        ...

    async def named(self, name: str) -> PublicNation | None:
        """Return the nation of that name, whatever its case and accents. Raises ``Unavailable``."""
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
    """The allies of a nation, its open wars, and the wars that it has won and lost in the season.

    ``allies`` are names, in the order in which the alliances were formed.
    """

    allies: tuple[str, ...]
    open_wars: int
    won: int
    lost: int


class PublicRecords(Protocol):
    """What everyone may know about the alliances and wars of nations."""

    async def of_nation(self, nation: NationId) -> PublicRecord:
        """Return those of a nation. Raises ``Unavailable``."""
        ...


class AlliedStrengths(Protocol):
    """The military strength of nations, which only their allies may know exactly (DIP-04)."""

    async def of_ally(self, guild: GuildId, ally: GuildId) -> int | None:
        """Return the strength of the nation of ``ally``, or ``None`` if they are not allied.

        Raises ``Unavailable``.
        """
        ...


class SeasonRules(Protocol):
    """The values that the game goes by."""

    async def current(self) -> Ruleset:
        """Return the ruleset of the season, or of the first one if none has begun.

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

    async def entries(self, nation: NationId, since: datetime, most: int) -> tuple[LedgerLine, ...]:
        """Return the last changes of the stock of a nation since then, the oldest first.

        Ticks that are older than two days are one entry for each day. Raises ``Unavailable``.
        """
        ...

    async def sums(self, nation: NationId, since: datetime) -> Mapping[Reason, int]:
        """Return how much the stock of a nation has changed since then, by reason.

        Raises ``Unavailable``.
        """
        ...


class Leaderships(Protocol):
    """The leaders that nations have had."""

    async def of_nation(self, nation: NationId, limit: int) -> tuple[Leadership, ...]:
        """Return the last leaders, the newest first. Raises ``Unavailable``."""
        ...

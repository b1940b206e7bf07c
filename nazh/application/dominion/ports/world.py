"""Defines the ports that change the world, and take snapshots of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from nazh.application.dominion.ports.pledges import Pledges
from nazh.application.dominion.ports.treaties import Treaties
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, NationId
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import War, WarId
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Requester:
    """The user of a request, with its place and time.

    ``at`` is when Discord received the command, and ``created_at`` when the user's account was
    created. ``is_administrator`` and ``roles`` are what the adapter found about the user in the
    guild.
    """

    request: RequestId
    guild: GuildId
    user: UserId
    at: datetime
    created_at: datetime
    is_administrator: bool = False
    roles: frozenset[RoleId] = frozenset()

    @property
    def act(self) -> Act:
        """The act of the request, for the ledger."""
        return Act(self.at, f"command {self.request}", self.user)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """A ruleset value as written, such as "48h", and what may be written there."""

    key: str
    written: str
    about: str
    unit: str
    limits: str


class Rulesets(Protocol):
    """The ruleset of new seasons, and those of earlier seasons."""

    def current(self) -> str:
        """Return the ruleset for new seasons, as text. Never raises."""
        ...

    def parse(self, text: str) -> Ruleset:
        """Return the ruleset stored with a season; the text is from ``current``."""
        ...

    def rule_names(self) -> tuple[str, ...]:
        """Return the names of all values, such as "military.infantry.cost"."""
        ...

    def value(self, text: str, key: str) -> RuleValue:
        """Return a value of a ruleset. Raises UnknownRule."""
        ...

    def values(self, text: str) -> Mapping[str, str]:
        """Return all values of a ruleset as they are written, in the order of ``rule_names``."""
        ...

    def changed(self, text: str, values: Mapping[str, str]) -> str:
        """Return a ruleset with other values, which are written by their keys.

        Raises UnknownRule, InvalidRuleValue and InconsistentRules.
        """
        ...


class WorldTransaction(Protocol):
    """Reads and writes the world in one transaction.

    Nations are locked as they are read, and settled up to the instant of the transaction. Changes
    are written when it commits, or not at all.
    """

    @property
    def season(self) -> Season:
        """The current season."""
        ...

    def nation_of(self, guild: GuildId) -> Nation | None:
        """Return the nation of a guild."""
        ...

    def nation(self, nation: NationId) -> Nation:
        """Return an existing nation."""
        ...

    def lock_with(self, guild: GuildId, key: str) -> tuple[NationId | None, NationId | None]:
        """Lock the nation of a guild and the one with a name key, in ascending order of ids.

        Returns both ids, ``None`` for a missing nation. Commands about two nations start with this.
        """
        ...

    def lock_for_war(self, guild: GuildId, number: int) -> War | None:
        """Lock the nation of a guild and its enemy in a war, in ascending order of ids.

        Returns the war, locked after them, or ``None`` if the nation has no war with this number.
        Commands about a war start with this.
        """
        ...

    def lock_for_surrender(self, guild: GuildId, number: int) -> War | None:
        """Lock and return what ``lock_for_war`` does, and also lock the enemy's supporters."""
        ...

    def lock_to_support(self, guild: GuildId, number: int) -> War | None:
        """Lock a guild's nation and both nations of a war; return the war.

        Returns ``None`` if the guild has no nation or there is no such war.
        """
        ...

    @property
    def pledges(self) -> Pledges:
        """The pledges of the nations read in this transaction."""
        ...

    @property
    def treaties(self) -> Treaties:
        """The treaties of the nations read in this transaction."""
        ...

    def last_notice(self, nation: NationId, kind: NoticeKind) -> datetime | None:
        """Return when a nation last got a notice of a kind, or ``None`` if never or too long ago.

        Notices are kept for 30 days.
        """
        ...

    def last_unlinked_contribution(self, nation: NationId, by: datetime) -> datetime | None:
        """Return when a user last contributed to a nation by an instant who deleted their data.

        Only contributions in the season are known; returns ``None`` without one.
        """
        ...

    def is_sanctioned(self, guild: GuildId) -> bool:
        """Return whether operators have banned or frozen the nation of a guild."""
        ...

    def name_with_key(self, key: str) -> str | None:
        """Return the name of the nation with a name key, if any."""
        ...

    def unused_id(self) -> NationId:
        """Return an id for a new nation, which no nation has ever had."""
        ...

    def citizen(self, user: UserId) -> Citizen | None:
        """Return the citizenship of a user."""
        ...

    def departure(self, user: UserId) -> Departure | None:
        """Return the last departure of a user without a nation."""
        ...

    def add_nation(self, nation: Nation) -> None:
        """Add a new nation."""
        ...

    def save_nation(self, nation: Nation) -> None:
        """Save a nation read in this transaction."""
        ...

    def add_notice(self, nation: NationId, notice: Notice) -> None:
        """Add a notice to an existing nation, which need not have been read."""
        ...

    def add_citizen(self, citizen: Citizen) -> None:
        """Add a citizen who has no nation."""
        ...

    def save_citizen(self, citizen: Citizen) -> None:
        """Save a citizen whose nation was read in this transaction."""
        ...

    def remove_citizen(self, citizen: Citizen) -> None:
        """Remove a citizen, and record their departure."""
        ...

    def record(self, entry: AuditEntry) -> None:
        """Add an entry to the audit log in this transaction."""
        ...

    def wars_of(self, *nations: NationId) -> Sequence[War]:
        """Return all wars of nations in the season, ordered by number."""
        ...

    def new_war_number(self) -> WarId:
        """Return a number for a new war, which is never reused."""
        ...

    def commit_to_secret(self, war: WarId) -> Commitment:
        """Return a new encrypted secret for the battle of a war, with the commitment to it."""
        ...

    def add_war(self, war: War) -> None:
        """Add a new war."""
        ...

    def save_war(self, war: War) -> None:
        """Save a war read in this transaction."""
        ...

    def announce(self, fact: Event) -> None:
        """Publish an event once the transaction is committed, or not at all."""
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

        ``work`` may be called more than once, and has no effects outside its transaction. A
        repeated request is not executed again: it gets the first result, or the same refusal.
        ``result`` is a dataclass of numbers, texts and instants. Raises the refusals of ``work``,
        after which only the visit of the requester is stored.
        """
        ...

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in one transaction, and again for a repeated request, unlike ``change``."""
        ...

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` as ``look`` does, for an event in a guild that is not a command.

        ``work`` may be called more than once, and raises no refusals.
        """
        ...

    async def advance(self, until: datetime) -> bool:
        """Apply a part of what is due by ``until``, in order; return whether there may be more.

        Each call uses at most one short transaction. Several processes may call it concurrently;
        everything is applied exactly once.
        """
        ...


@dataclass(frozen=True, slots=True)
class WorldSnapshot:
    """All nations at one instant, in the order of their founding.

    ``ledger`` maps reasons to sums of the ledger. ``digest`` is the SHA-256 of everything that the
    rules depend on, in hexadecimal: worlds with the same digest are equal. ``battles`` are the
    records of all battles.
    """

    season: Season
    nations: tuple[Nation, ...]
    ledger: Mapping[Reason, int]
    digest: str
    battles: tuple[str, ...] = ()


class WorldSnapshots(Protocol):
    """Takes snapshots of the whole world."""

    async def take(self) -> WorldSnapshot | None:
        """Return the current world, or ``None`` before the first season.

        Raises ``Unavailable``.
        """
        ...

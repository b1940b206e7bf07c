"""Ports that change the world, and that take a snapshot of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from nazh.application.dominion.ports.pledges import Pledges
from nazh.application.dominion.ports.treaties import Treaties
from nazh.application.shared.audit import AuditEntry
from nazh.domain.dominion.citizens import Citizen, Departure
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import Act, Nation, NationId
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.responding import Commitment
from nazh.domain.dominion.wars.war import War, WarId
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId, RequestId, RoleId, UserId

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Requester:
    """A user who asks for something, with the place and the time.

    ``at`` is when Discord got the command, ``created_at`` when the user's account was made, and
    ``is_administrator`` and ``roles`` what the adapter found about the user there.
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
        """What the ledger keeps of it."""
        return Act(self.at, f"command {self.request}", self.user)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """A value of a ruleset as it is written, such as "48h", and what may be written there."""

    key: str
    written: str
    about: str
    unit: str
    limits: str


class Rulesets(Protocol):
    """The ruleset of new seasons, and those of earlier ones."""

    def current(self) -> str:
        """Return the ruleset that new seasons keep, as text. Never raises."""
        ...

    def parse(self, text: str) -> Ruleset:
        """Return the ruleset that a season has kept; the text is from ``current``."""
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

    def lock_with(self, guild: GuildId, key: str) -> tuple[NationId | None, NationId | None]:
        """Lock the nation of a guild and that with a key of names, in ascending order of their ids.

        Return both ids; ``None`` for one that does not exist. Commands about two nations begin so.
        """
        ...

    def lock_for_war(self, guild: GuildId, number: int) -> War | None:
        """Lock the nation of a guild and its enemy in a war, in ascending order of their ids.

        Return the war, locked after them; or ``None`` if the nation has no war with this number.
        Commands about a war begin so.
        """
        ...

    def lock_for_surrender(self, guild: GuildId, number: int) -> War | None:
        """Lock and return what ``lock_for_war`` does, and the nations that support the enemy."""
        ...

    def lock_to_support(self, guild: GuildId, number: int) -> War | None:
        """Keep a guild's nation, and those of a war, from changing; return the war.

        Returns ``None`` if the guild has no nation or there is no such war.
        """
        ...

    @property
    def pledges(self) -> Pledges:
        """The pledges of the nations that were read here."""
        ...

    @property
    def treaties(self) -> Treaties:
        """The treaties of the nations that were read here."""
        ...

    def last_notice(self, nation: NationId, kind: NoticeKind) -> datetime | None:
        """Return when a nation last had a notice of a kind, or ``None`` if that is too long ago.

        Notices are kept for 30 days.
        """
        ...

    def is_sanctioned(self, guild: GuildId) -> bool:
        """Return whether operators have banned or frozen the nation of a guild."""
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

    def add_notice(self, nation: NationId, notice: Notice) -> None:
        """Tell a nation something; it exists, and does not have to be read here."""
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

    def record(self, entry: AuditEntry) -> None:
        """Add an entry to the audit log, which is written with the rest."""
        ...

    def wars_of(self, *nations: NationId) -> Sequence[War]:
        """Return all wars of nations in the season, in the order of their numbers."""
        ...

    def new_war_number(self) -> WarId:
        """Return the number for a new war, which no other war had or will have."""
        ...

    def commit_to_secret(self, war: WarId) -> Commitment:
        """Return a new secret for the battle of a war, encrypted, and the commitment to it."""
        ...

    def add_war(self, war: War) -> None:
        """Add a new war."""
        ...

    def save_war(self, war: War) -> None:
        """Replace a war that was read here."""
        ...

    def announce(self, fact: Event) -> None:
        """Publish a fact when the change is committed, and never if it is not."""
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
        refusals of ``work``, of which nothing is written but the visit of the requester.
        """
        ...

    async def look(
        self, requester: Requester, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` in one transaction. Unlike ``change``, a repeated request runs it again."""
        ...

    async def apply(
        self, guild: GuildId, at: datetime, work: Callable[[WorldTransaction], Result]
    ) -> Result:
        """Run ``work`` as ``look`` does, for something that happened in a guild without a command.

        ``work`` may be called again, and refuses nothing.
        """
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
    the rules depend on, in hexadecimal: two worlds with the same digest are the same. ``battles``
    are the records of all battles.
    """

    season: Season
    nations: tuple[Nation, ...]
    ledger: Mapping[Reason, int]
    digest: str
    battles: tuple[str, ...] = ()


class WorldSnapshots(Protocol):
    """Looks at the whole world."""

    async def take(self) -> WorldSnapshot | None:
        """Return the world as it is, or ``None`` before the first season.

        Raises ``Unavailable``.
        """
        ...

"""Defines the nation, and changes its resources and reputation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NewType

from nazh.domain.dominion.errors.general import NotEnoughResources
from nazh.domain.dominion.nations.ledger import LedgerEntry, Reason
from nazh.domain.dominion.nations.offices import Government, Leadership
from nazh.domain.dominion.nations.reputation import (
    ReputationChange,
    ReputationReason,
    clamp_reputation,
    reputation_amount,
)
from nazh.domain.dominion.nations.units import Military
from nazh.domain.dominion.notices import Facts, Notice, NoticeKind
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.kernel.identity import GuildId, UserId

NationId = NewType("NationId", int)
DEFAULT_BATTLE_HOUR: Final = 20
"""The hour of the day, in UTC, of a nation's defensive battles unless it chooses another."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of development, and the resources saved up for the next one."""

    level: int = 0
    saved: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the periodic work of a nation is done.

    ``hour`` is the hour of the last tick, and ``day`` the day of the last charge of upkeep.
    ``standing`` is the hour of the last standings done for the nation, and ``power`` its power
    then, or ``None`` if it did not take part because it was inactive or not founded yet.
    """

    hour: int
    day: int
    standing: int
    power: int | None = None


@dataclass(frozen=True, slots=True)
class Vacation:
    """A period in which a nation does not earn, pay or act."""

    since: datetime
    until: datetime

    def is_in_force(self, at: datetime) -> bool:
        """Return whether an instant is within the vacation."""
        return self.since <= at < self.until


@dataclass(frozen=True, slots=True)
class FormerName:
    """A former name of a nation, and when it gave it up."""

    name: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """A Discord server in the game, settled up to an instant.

    ``leader`` is ``None`` after the leader has deleted their data. ``population`` counts its active
    citizens, and ``empty_since`` is when it last became 0. ``upkeep_due`` is charged at the end of
    the day, and ``generated`` is the income stored in all ticks of the season. ``vacation`` is the
    one of the season. ``orphaned_at`` is when the bot left the server, and ``deletion_at`` when the
    nation will be deleted, possibly by order of a developer. ``battle_hour`` is the hour of the
    day, in UTC, of its defensive battles.

    These fields contain what is new since the nation was loaded: ``journal`` the changes of
    ``resources``, ``reputation_changes`` those of ``reputation``, ``notices`` what has happened to
    it, ``accessions`` its new leaders, ``former_names`` the names it has given up, and
    ``lost_income`` the income for which its storage had no room.
    ``is_protected`` holds until the end of the protection was processed.
    """

    id: NationId
    guild: GuildId
    name: str
    leader: UserId | None
    founded_at: datetime
    protected_until: datetime
    resources: int
    territory: int
    military: Military
    progress: Progress
    government: Government
    empty_since: datetime
    population: int = 0
    reputation: int = 0
    storage_upgrades: int = 0
    economy: Level = Level()
    training: Level = Level()
    research_points: int = 0
    upkeep_due: int = 0
    generated: int = 0
    is_protected: bool = False
    is_fortified: bool = False
    is_below_median: bool = False
    mobilized_until: datetime | None = None
    renamed_at: datetime | None = None
    battle_hour: int = DEFAULT_BATTLE_HOUR
    vacation: Vacation | None = None
    orphaned_at: datetime | None = None
    deletion_at: datetime | None = None
    is_deletion_ordered: bool = False
    journal: tuple[LedgerEntry, ...] = ()
    reputation_changes: tuple[ReputationChange, ...] = ()
    notices: tuple[Notice, ...] = ()
    accessions: tuple[Leadership, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    lost_income: int = 0

    def capacity(self, rules: ResourceRules) -> int:
        """Return the most resources that the nation can store."""
        return rules.storage + self.storage_upgrades * rules.storage_step

    def power(self, rules: Ruleset) -> int:
        """Return the power score (LDB-01)."""
        strength = self.military.strength(rules.military)
        points = 3 * self.resources + 4 * strength + 2 * self.territory + self.population
        return points // 10

    def is_mobilized(self, at: datetime) -> bool:
        """Return whether a mobilization is in force."""
        return self.mobilized_until is not None and at < self.mobilized_until

    def is_on_vacation(self, at: datetime) -> bool:
        """Return whether a vacation is in force."""
        return self.vacation is not None and self.vacation.is_in_force(at)

    def is_paused(self, at: datetime) -> bool:
        """Return whether the nation earns nothing and pays nothing (REG-12, REG-13)."""
        return self.orphaned_at is not None or self.is_on_vacation(at)


@dataclass(frozen=True, slots=True)
class Act:
    """The instant, cause and actor of a change of a nation, as the ledger records them."""

    at: datetime
    cause: str
    actor: UserId | None = None


def notify(nation: Nation, kind: NoticeKind, act: Act, facts: Facts) -> Nation:
    """Return the nation with one more notice, at the instant and with the cause of ``act``."""
    notice = Notice(act.at, kind, act.cause, facts)
    return replace(nation, notices=(*nation.notices, notice))


def change_population(nation: Nation, by: int, at: datetime) -> Nation:
    """Return the nation with more or fewer active citizens."""
    population = nation.population + by
    empty_since = nation.empty_since if population else at
    return replace(nation, population=population, empty_since=empty_since)


def spend(nation: Nation, amount: int, reason: Reason, act: Act) -> Nation:
    """Return the nation without ``amount`` of its resources. Raises NotEnoughResources."""
    if amount > nation.resources:
        raise NotEnoughResources(amount, nation.resources)
    return _book(nation, -amount, reason, act)


def receive(nation: Nation, amount: int, reason: Reason, act: Act, rules: ResourceRules) -> Nation:
    """Return the nation with ``amount`` added, up to its storage; the rest is lost."""
    room = max(0, nation.capacity(rules) - nation.resources)
    return _book(nation, min(amount, room), reason, act)


def return_reserved(nation: Nation, amount: int, act: Act) -> Nation:
    """Return the nation with a reserved ``amount`` returned, even above its storage (INV-01)."""
    return _book(nation, amount, Reason.PEACE_RETURN, act)


def _book(nation: Nation, amount: int, reason: Reason, act: Act) -> Nation:
    if amount == 0:
        return nation
    balance = nation.resources + amount
    entry = LedgerEntry(act.at, reason, amount, balance, act.cause, act.actor)
    return replace(nation, resources=balance, journal=(*nation.journal, entry))


def change_reputation(
    nation: Nation, reason: ReputationReason, at: datetime, cause: str, rules: Ruleset
) -> Nation:
    """Return the nation with its reputation changed, and the change recorded."""
    amount = reputation_amount(reason, rules.reputation)
    reputation = clamp_reputation(nation.reputation + amount, rules.reputation)
    change = ReputationChange(at, reason, amount, reputation, cause)
    return replace(
        nation, reputation=reputation, reputation_changes=(*nation.reputation_changes, change)
    )

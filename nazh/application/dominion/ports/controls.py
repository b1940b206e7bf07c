"""Ports behind the developers' commands: switches, changes of rules, reports, and the audit log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from nazh.application.shared.audit.audit_chain import AuditRow
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.operations.controls import Controls
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.kernel.identity import GuildId, UserId


class ControlStore(Protocol):
    """The operators' switches, shared by all processes."""

    async def controls(self) -> Controls:
        """Return the switches. Raises ``Unavailable``."""
        ...

    async def change(self, decide: Callable[[Controls], tuple[Controls, AuditEntry]]) -> Controls:
        """Store the controls that ``decide`` returns, with its audit log entry.

        Changes are serialized, and ``decide`` may be called more than once. Raises its refusals,
        and ``Unavailable``.
        """
        ...


class FeatureSwitches(Protocol):
    """Which features of the game are on."""

    async def is_on(self, feature: Feature, guild: GuildId) -> bool:
        """Return whether a feature can be used in a guild. Raises ``Unavailable``."""
        ...


class AuditTrail(Protocol):
    """The latest entries of the audit log."""

    async def latest(self, context: str, most: int) -> tuple[AuditRow, ...]:
        """Return entries whose action begins with a context, latest first.

        Raises ``Unavailable``.
        """
        ...


class ReportKind(Enum):
    """The kind of a message to the operator; the value is stored."""

    REPORT = "report"
    BUG = "bug"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A message of a user to the operator. ``category`` is empty for bugs and suggestions."""

    at: datetime
    guild: GuildId
    user: UserId
    kind: ReportKind
    category: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """A message with its number."""

    number: int
    message: NewReport


class Reports(Protocol):
    """Users' messages to the operator."""

    async def add(self, new: NewReport, most: int, within: timedelta) -> int:
        """Store a message and return its number.

        Raises TooManyReports if the user has sent ``most`` messages ``within`` that time, and
        ``Unavailable``.
        """
        ...

    async def oldest_open(self, most: int) -> tuple[Report, ...]:
        """Return open messages, oldest first. Raises ``Unavailable``."""
        ...

    async def close(self, number: int, note: str, at: datetime, entry: AuditEntry) -> Report:
        """Close a message. Raises NoSuchReport and ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """Another value of the rules of a season, from the tick of an hour on.

    ``before`` and ``after`` are as they are written in files of rulesets, such as "48h".
    """

    hour: int
    key: str
    before: str
    after: str
    reason: str
    requested_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePlan:
    """The rules of the season as texts: its first ones, those in force, and the last ones planned.

    ``next_hour`` is the first one from which a change can apply. ``version`` is another one after
    each change, and in each season.
    """

    first: str
    current: str
    planned: str
    next_hour: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePoint:
    """Changes of rules that were made together, after which a season can return to its rules.

    ``changes`` counts them, and ``number`` is that of the ``last`` one.
    """

    number: int
    changes: int
    last: RuleChange


class RuleBook(Protocol):
    """The rules of the season, and how they were changed."""

    async def plan(self, at: datetime) -> RulePlan | None:
        """Return the rules at an instant, or ``None`` before the first season.

        Raises ``Unavailable``.
        """
        ...

    async def change(
        self,
        at: datetime,
        decide: Callable[[RulePlan], tuple[tuple[RuleChange, ...], str, AuditEntry]],
    ) -> tuple[RuleChange, ...]:
        """Store changes with the complete ruleset after all of them, and an audit log entry.

        Changes wait for one another, and ``decide`` may be called again. Raises its refusals,
        NoSeason, and ``Unavailable``.
        """
        ...

    async def history(self, key: str | None, most: int) -> tuple[RuleChange, ...]:
        """Return the changes of a value or of all, the latest first. Raises ``Unavailable``."""
        ...

    async def points(self, most: int) -> tuple[RulePoint, ...]:
        """Return the latest points of the current season, the latest first.

        Raises ``Unavailable``.
        """
        ...

    async def ruleset_after(self, number: int) -> str | None:
        """Return the ruleset after a change of the season; after 0, the one of its start.

        Return ``None`` if there is no such change. Raises ``Unavailable``.
        """
        ...

"""Determines whether a nation is active, and schedules its vacation and deletion."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Protocol

from nazh.domain.dominion.errors.controls import AlreadySo
from nazh.domain.dominion.errors.lifecycle import (
    AlreadyBeingDeleted,
    DeletionOrdered,
    InvalidVacation,
    NotBeingDeleted,
    OnVacation,
    VacationUsed,
)
from nazh.domain.dominion.nations.nation import Nation, Vacation
from nazh.domain.dominion.rules.nations import NationRules


class Status(Enum):
    """The status of a nation at an instant (REG-10)."""

    ACTIVE = "active"
    PROTECTED = "protected"
    VACATION = "vacation"
    INACTIVE = "inactive"
    ARCHIVED = "archived"
    ORPHANED = "orphaned"


class Life(Protocol):
    """The attributes of ``Nation`` that decide its status."""

    @property
    def population(self) -> int: ...
    @property
    def protected_until(self) -> datetime: ...
    @property
    def empty_since(self) -> datetime: ...
    @property
    def orphaned_at(self) -> datetime | None: ...
    @property
    def vacation(self) -> Vacation | None: ...


def status_of(nation: Life, at: datetime, rules: NationRules) -> Status:
    """Return the status of a nation that is settled up to an instant."""
    if nation.orphaned_at is not None:
        is_over = at >= nation.orphaned_at + rules.orphaned_for
        return Status.INACTIVE if is_over else Status.ORPHANED
    if nation.vacation is not None and nation.vacation.is_in_force(at):
        return Status.VACATION
    if not nation.population and at >= nation.empty_since + rules.archived_after:
        return Status.ARCHIVED
    if is_inactive(nation, at, rules):
        return Status.INACTIVE
    return Status.PROTECTED if at < nation.protected_until else Status.ACTIVE


def is_inactive(nation: Life, at: datetime, rules: NationRules) -> bool:
    """Return whether a nation has been without active citizens, or without the bot, for long.

    Inactive nations are not on the boards (REG-11, REG-13).
    """
    if nation.orphaned_at is not None and at >= nation.orphaned_at + rules.orphaned_for:
        return True
    return not nation.population and at >= nation.empty_since + rules.inactive_after


def take_vacation(nation: Nation, days: int, at: datetime, rules: NationRules) -> Nation:
    """Return the nation with a vacation that begins after some notice (REG-12).

    Raises InvalidVacation and VacationUsed.
    """
    if not rules.vacation_least <= days <= rules.vacation_most:
        raise InvalidVacation(rules.vacation_least, rules.vacation_most)
    if nation.vacation is not None:
        raise VacationUsed(nation.name)
    starts_at = at + rules.vacation_notice
    return replace(nation, vacation=Vacation(starts_at, starts_at + timedelta(days=days)))


def check_not_on_vacation(nation: Nation, at: datetime) -> None:
    """Raise OnVacation if the nation is on vacation."""
    if nation.vacation is not None and nation.is_on_vacation(at):
        raise OnVacation(nation.name, nation.vacation.until)


def schedule_deletion(nation: Nation, at: datetime, rules: NationRules) -> tuple[Nation, datetime]:
    """Return the nation and when it will be deleted.

    Raises AlreadyBeingDeleted and DeletionOrdered.
    """
    _check_not_ordered(nation)
    if nation.deletion_at is not None:
        raise AlreadyBeingDeleted(nation.name, nation.deletion_at)
    deletion_at = at + rules.deletion_delay
    return replace(nation, deletion_at=deletion_at), deletion_at


def cancel_deletion(nation: Nation) -> Nation:
    """Return the nation without a deletion. Raises NotBeingDeleted and DeletionOrdered."""
    _check_not_ordered(nation)
    return revoke_deletion(nation)


def order_deletion(nation: Nation, at: datetime, rules: NationRules) -> tuple[Nation, datetime]:
    """Return the nation with a deletion that only developers can cancel, and its instant.

    If a deletion is already scheduled, its instant does not change. Raises AlreadySo.
    """
    if nation.is_deletion_ordered:
        raise AlreadySo
    deletion_at = nation.deletion_at or at + rules.deletion_delay
    return replace(nation, deletion_at=deletion_at, is_deletion_ordered=True), deletion_at


def revoke_deletion(nation: Nation) -> Nation:
    """Return the nation without a deletion, even one by developers. Raises NotBeingDeleted."""
    if nation.deletion_at is None:
        raise NotBeingDeleted(nation.name)
    return replace(nation, deletion_at=None, is_deletion_ordered=False)


def _check_not_ordered(nation: Nation) -> None:
    if nation.is_deletion_ordered and nation.deletion_at is not None:
        raise DeletionOrdered(nation.name, nation.deletion_at)


def orphan(nation: Nation, at: datetime) -> Nation:
    """Return the nation as orphaned since ``at``, unless it already is (REG-13)."""
    return nation if nation.orphaned_at is not None else replace(nation, orphaned_at=at)


def restore(nation: Nation) -> Nation:
    """Return the nation after the bot has returned to its server."""
    return replace(nation, orphaned_at=None)

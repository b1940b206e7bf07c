"""Defines citizens, who join a nation, contribute to it and leave it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from nazh.domain.dominion.basis_points import WHOLE, share
from nazh.domain.dominion.cooldowns import check_cooldown
from nazh.domain.dominion.errors.general import AccountTooYoung, ContributorDeleted
from nazh.domain.dominion.government.appointments import vacate_offices
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import Act, Nation, NationId, change_population, receive
from nazh.domain.dominion.rules.economy import ResourceRules
from nazh.domain.dominion.rules.nations import CitizenRules
from nazh.domain.dominion.world_time import day_of
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """A user in a nation. ``streak`` counts the days in a row before that of the last contribution.

    ``points`` are earned by contributions. The citizen counts until ``active_until``, and
    ``is_counted`` says whether the nation's population includes the citizen. ``checked_at`` is when
    the user's membership of the server was last known, and ``ends_at`` is when the citizenship ends
    because they have left it.
    """

    user: UserId
    nation: NationId
    joined_at: datetime
    active_until: datetime
    is_counted: bool
    points: int = 0
    streak: int = 0
    contributed_at: datetime | None = None
    ends_at: datetime | None = None
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Departure:
    """A user's last departure from a nation, and their last contribution before it."""

    nation: NationId
    at: datetime
    contributed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A citizen's contribution. ``added`` is the part that the storage had room for."""

    amount: int
    added: int
    points: int
    streak: int
    again_at: datetime


def check_may_join(
    created_at: datetime,
    last: Departure | None,
    nation: NationId,
    at: datetime,
    rules: CitizenRules,
) -> None:
    """Raise AccountTooYoung or TooSoon if a user may not join the nation now (REG-06)."""
    if at < created_at + rules.account_age:
        raise AccountTooYoung(created_at + rules.account_age)
    if last is not None and last.nation != nation:
        check_cooldown(last.at, rules.move_cooldown, at, "a move to another nation")


def join(
    nation: Nation, user: UserId, last: Departure | None, at: datetime, rules: CitizenRules
) -> tuple[Nation, Citizen]:
    """Return the nation with one more citizen.

    The cooldown of a contribution before the ``last`` departure continues as if the user had
    stayed.
    """
    citizen = Citizen(
        user=user,
        nation=nation.id,
        joined_at=at,
        active_until=at + rules.active_for,
        is_counted=True,
        contributed_at=None if last is None else last.contributed_at,
        checked_at=at,
    )
    return change_population(nation, 1, at), citizen


def leave(nation: Nation, citizen: Citizen, at: datetime) -> Nation:
    """Return the nation without the citizen and their offices."""
    nation = vacate_offices(nation, citizen.user)
    return change_population(nation, -1, at) if citizen.is_counted else nation


def note_activity(
    nation: Nation, citizen: Citizen, at: datetime, rules: CitizenRules
) -> tuple[Nation, Citizen]:
    """Return both after a command of the citizen, who counts again (REG-08).

    Commands may arrive out of order: an earlier one does not undo what a later one has recorded.
    """
    until, is_late = at + rules.active_for, at < citizen.checked_at
    if is_late and until <= citizen.active_until:
        return nation, citizen
    present = citizen if is_late else note_presence(citizen, at)
    active = replace(present, active_until=until, is_counted=True)
    if citizen.is_counted:
        return nation, active
    return change_population(nation, 1, at), active


def note_presence(citizen: Citizen, at: datetime) -> Citizen:
    """Return the citizen, who was found to be in the server."""
    return replace(citizen, ends_at=None, checked_at=at)


def note_absence(citizen: Citizen, at: datetime, rules: CitizenRules) -> Citizen:
    """Return the citizen, who has left the server and remains a citizen for some time (REG-07)."""
    ends_at = at + rules.absence if citizen.ends_at is None else citizen.ends_at
    return replace(citizen, ends_at=ends_at, checked_at=at)


def next_contribution(citizen: Citizen, rules: ResourceRules) -> datetime | None:
    """Return when the citizen may contribute again, or ``None`` before the first contribution."""
    last = citizen.contributed_at
    return None if last is None else last + rules.contribution_cooldown


def check_newcomer(
    nation: Nation, unlinked: datetime | None, at: datetime, rules: ResourceRules
) -> None:
    """Raise ContributorDeleted if a citizen must wait for their first contribution.

    ``unlinked`` is the nation's last contribution before the citizen joined whose contributor has
    deleted their data. The citizen may be that user.
    """
    if unlinked is not None and at < unlinked + rules.contribution_cooldown:
        raise ContributorDeleted(nation.name, unlinked + rules.contribution_cooldown)


def contribute(
    nation: Nation, citizen: Citizen, act: Act, rules: ResourceRules
) -> tuple[Nation, Citizen, Contribution]:
    """Return both after a contribution of the citizen (RES-06).

    The points are what the nation could store plus half of the rest, rounded down. Raises TooSoon.
    """
    last, cooldown = citizen.contributed_at, rules.contribution_cooldown
    check_cooldown(last, cooldown, act.at, "another contribution")
    streak = _streak(citizen, act.at)
    bonus = rules.streak_bonus * min(streak, rules.streak_days)
    amount = share(rules.contribution, WHOLE + bonus)
    richer = receive(nation, amount, Reason.CONTRIBUTION, act, rules)
    added = richer.resources - nation.resources
    points = added + (amount - added) // 2
    contribution = Contribution(amount, added, points, streak, act.at + cooldown)
    after = replace(citizen, points=citizen.points + points, streak=streak, contributed_at=act.at)
    return richer, after, contribution


def _streak(citizen: Citizen, at: datetime) -> int:
    """Return how many days in a row before the day of ``at`` the citizen has contributed."""
    if citizen.contributed_at is None:
        return 0
    match day_of(at) - day_of(citizen.contributed_at):
        case 0:
            return citizen.streak
        case 1:
            return citizen.streak + 1
        case _:
            return 0

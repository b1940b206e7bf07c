"""Declares the balance values of nations, their citizens and their leaders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from nazh.domain.dominion.basis_points import WHOLE
from nazh.domain.dominion.rules.rule import amount, duration, share
from nazh.domain.dominion.world_time import WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class NationRules:
    """The rules for founding, renaming, vacations and deletion."""

    start_resources: Annotated[int, amount("resources", 0, 1_000_000, "Stock of a new nation.")]
    start_territory: Annotated[int, amount("land", 1, 100_000, "Territory of a new nation.")]
    late_bonus: Annotated[
        int,
        share(WHOLE, "Extra stock of a new nation for each full interval of the season before it."),
    ]
    late_bonus_interval: Annotated[
        timedelta, duration(timedelta(minutes=1), 4 * WEEK, "How often the bonus grows.")
    ]
    late_bonus_days: Annotated[
        int, amount("days", 0, 365, "Days after which the bonus stops growing.")
    ]
    protection: Annotated[
        timedelta, duration(timedelta(), 4 * WEEK, "How long a new nation cannot be attacked.")
    ]
    rename_cost: Annotated[int, amount("resources", 0, 1_000_000, "Price of a new name.")]
    rename_cooldown: Annotated[
        timedelta,
        duration(timedelta(hours=1), 52 * WEEK, "Time between two renames of a nation."),
    ]
    inactive_after: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * WEEK,
            "How long a nation without active citizens stays on the boards.",
        ),
    ]
    archived_after: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * WEEK,
            "How long a nation can be without active citizens before it is archived.",
        ),
    ]
    orphaned_for: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * WEEK,
            "How long a nation stays on the boards after the bot was removed.",
        ),
    ]
    vacation_least: Annotated[int, amount("days", 1, 365, "Shortest vacation of a nation.")]
    vacation_most: Annotated[int, amount("days", 1, 365, "Longest vacation of a nation.")]
    vacation_notice: Annotated[
        timedelta,
        duration(timedelta(), 4 * WEEK, "How long before its start a vacation must be announced."),
    ]
    deletion_delay: Annotated[
        timedelta,
        duration(
            timedelta(hours=1), 4 * WEEK, "How long the deletion of a nation can be cancelled."
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitizenRules:
    """The rules for joining a nation and counting as active."""

    active_for: Annotated[
        timedelta,
        duration(
            timedelta(hours=1), 52 * WEEK, "How long a citizen counts after their last command."
        ),
    ]
    move_cooldown: Annotated[
        timedelta,
        duration(
            timedelta(hours=1), 52 * WEEK, "Time between leaving a nation and joining another."
        ),
    ]
    account_age: Annotated[
        timedelta,
        duration(timedelta(), 52 * WEEK, "How old an account must be to join a nation."),
    ]
    absence: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            4 * WEEK,
            "How long users stay citizens after leaving the server.",
        ),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliticsRules:
    """The rules for governing a nation."""

    announce_cooldown: Annotated[
        timedelta,
        duration(timedelta(minutes=30), WEEK, "Time between two announcements of the leader."),
    ]
    appoint_cooldown: Annotated[
        timedelta,
        duration(timedelta(hours=1), 52 * WEEK, "Time between two appointments of a leader."),
    ]
    emergency_after: Annotated[
        timedelta,
        duration(
            timedelta(hours=1),
            52 * WEEK,
            "How long leader and delegates must be absent before delegates get emergency powers.",
        ),
    ]

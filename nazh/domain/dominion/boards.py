"""Defines the boards that rank nations, the divisions by size, and when rankings are made.

Slot n begins 15 minutes × n after 1970-01-01 00:00 UTC, and has at least one ranking.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.domain.dominion.world_time import DAY, EPOCH, day_of

SLOT: Final = timedelta(minutes=15)
PAGE: Final = 25
"""How many nations a page of a board has."""
ECONOMY_DAYS: Final = 7
"""The days whose income the economy board adds up: today, in UTC, and the ones before it."""
HISTORY_DAYS: Final = 70
"""How long the daily values of a nation are kept: a season with all its stages."""
_TREND: Final = timedelta(hours=24)
_SNAPSHOT_PERIOD: Final = timedelta(hours=6)
"""The first ranking of each is kept, so that one is at most three hours from 24 hours ago."""
_NEAR: Final = timedelta(hours=6)
_KEPT: Final = _TREND + _NEAR
_PAUSE: Final = timedelta(seconds=10)
_PAUSE_FOR_A_NATION: Final = timedelta(microseconds=500)


class Board(Enum):
    """What nations are ranked by; the value is stored and used in commands."""

    POWER = "power"
    MILITARY = "military"
    ECONOMY = "economy"
    TERRITORY = "territory"
    REPUTATION = "reputation"


class Division(Enum):
    """The size of a nation; the value is stored and used in commands."""

    HAMLET = "hamlet"
    TOWN = "town"
    CITY = "city"
    METROPOLIS = "metropolis"


MOST_CITIZENS: Final = {Division.HAMLET: 10, Division.TOWN: 50, Division.CITY: 250}
"""The most active citizens of nations in a division; a metropolis has more than all of them."""


def division_of(citizens: int) -> Division:
    """Return the division of a nation with so many active citizens."""
    for division, most in MOST_CITIZENS.items():
        if citizens <= most:
            return division
    return Division.METROPOLIS


def economy_since(at: datetime) -> int:
    """Return the day with which the income of the economy board begins."""
    return day_of(at) - (ECONOMY_DAYS - 1)


def is_ranking_due(now: datetime, newest: datetime, nations: int, *, has_changed: bool) -> bool:
    """Return whether another ranking is to be made after the newest one (LDB-04).

    One is made in each slot. If a war has ended or a developer has granted something since
    (``has_changed``), one follows after 10 seconds; after half a millisecond for each nation if
    that is longer, so that a large world is not ranked without end.
    """
    if (now - EPOCH) // SLOT > (newest - EPOCH) // SLOT:
        return True
    return has_changed and now - newest >= max(_PAUSE, nations * _PAUSE_FOR_A_NATION)


def compared_with(now: datetime, rankings: Mapping[int, datetime]) -> int | None:
    """Return the ranking that one of ``now`` is compared with, or ``None`` if there is none.

    It is the one that comes nearest to 24 hours ago, within six hours.
    """
    distances = {one: abs(now - at - _TREND) for one, at in rankings.items()}
    near = [one for one, distance in distances.items() if distance <= _NEAR]
    return min(near, key=lambda one: (distances[one], one), default=None)


def outdated(rankings: Mapping[int, datetime]) -> set[int]:
    """Return the rankings that are no longer needed, given when each was made.

    The two newest are needed, because the older one may just be read; and of the last 30 hours the
    first of each quarter of a day.
    """
    in_order = sorted(rankings)
    first_of: dict[int, int] = {}
    for one in in_order:
        if rankings[in_order[-1]] - rankings[one] <= _KEPT:
            first_of.setdefault((rankings[one] - EPOCH) // _SNAPSHOT_PERIOD, one)
    return set(rankings) - {*in_order[-2:], *first_of.values()}


def first_kept_day(at: datetime) -> int:
    """Return the first day whose values are still kept at an instant."""
    return day_of(at - HISTORY_DAYS * DAY) + 1

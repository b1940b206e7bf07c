"""Defines the boards that rank nations, their divisions by size, and when rankings are computed.

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
"""How many nations one page of a board shows."""
ECONOMY_DAYS: Final = 7
"""How many days of income the economy board adds up, including today (UTC)."""
HISTORY_DAYS: Final = 70
"""How many days the daily values of a nation are kept: a season with all its stages."""
_TREND: Final = timedelta(hours=24)
_SNAPSHOT_PERIOD: Final = timedelta(hours=6)
"""The first ranking of each period is kept, so that one is within three hours of 24 hours ago."""
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


MAX_CITIZENS: Final = {Division.HAMLET: 10, Division.TOWN: 50, Division.CITY: 250}
"""The most active citizens that a nation in a division has; a metropolis has more."""


def division_of(citizens: int) -> Division:
    """Return the division of a nation with this many active citizens."""
    for division, most in MAX_CITIZENS.items():
        if citizens <= most:
            return division
    return Division.METROPOLIS


def economy_since(at: datetime) -> int:
    """Return the first day whose income the economy board adds up."""
    return day_of(at) - (ECONOMY_DAYS - 1)


def is_ranking_due(now: datetime, newest: datetime, nations: int, *, has_changed: bool) -> bool:
    """Return whether a new ranking must be computed (LDB-04).

    One is computed in each slot. If a war has ended or a developer has granted something since the
    newest one (``has_changed``), the next is due 10 seconds after it, or half a millisecond for
    each nation if that is longer, so that a large world is not ranked continuously.
    """
    if (now - EPOCH) // SLOT > (newest - EPOCH) // SLOT:
        return True
    return has_changed and now - newest >= max(_PAUSE, nations * _PAUSE_FOR_A_NATION)


def compared_with(now: datetime, rankings: Mapping[int, datetime]) -> int | None:
    """Return the ranking that one computed ``now`` is compared with, or ``None``.

    It is the one closest to 24 hours ago, at most six hours off.
    """
    distances = {ranking: abs(now - at - _TREND) for ranking, at in rankings.items()}
    near = [ranking for ranking, distance in distances.items() if distance <= _NEAR]
    return min(near, key=lambda ranking: (distances[ranking], ranking), default=None)


def outdated(rankings: Mapping[int, datetime]) -> set[int]:
    """Return the rankings that are no longer needed, given when each was computed.

    The two newest are needed, because someone may be reading the older one, and so is the first of
    each quarter of a day in the last 30 hours.
    """
    in_order = sorted(rankings)
    first_of: dict[int, int] = {}
    for rank in in_order:
        if rankings[in_order[-1]] - rankings[rank] <= _KEPT:
            first_of.setdefault((rankings[rank] - EPOCH) // _SNAPSHOT_PERIOD, rank)
    return set(rankings) - {*in_order[-2:], *first_of.values()}


def first_kept_day(at: datetime) -> int:
    """Return the first day whose values are still kept at an instant."""
    return day_of(at - HISTORY_DAYS * DAY) + 1

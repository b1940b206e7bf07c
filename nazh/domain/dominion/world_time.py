"""Numbers the hours and days of the world, in which periodic work is due.

Hour n begins n hours after 1970-01-01 00:00 UTC, and day n n days after it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
MAX_CATCH_UP: Final = timedelta(hours=72)
"""The longest outage after which all missed work is caught up."""
LONG_SILENCE: Final = timedelta(minutes=30)
"""A world that is not advanced for this long had an outage."""
STANDING_LEAD: Final = timedelta(minutes=15)
"""A tick uses the standings taken this long before it."""


def hour_of(at: datetime) -> int:
    """Return the hour that contains ``at``; a full hour is its first instant."""
    return (at - EPOCH) // HOUR


def start_of_hour(hour: int) -> datetime:
    """Return the first instant of an hour."""
    return EPOCH + hour * HOUR


def day_of(at: datetime) -> int:
    """Return the day that contains ``at``; midnight is its first instant."""
    return (at - EPOCH) // DAY


def start_of_day(day: int) -> datetime:
    """Return the first instant of a day."""
    return EPOCH + day * DAY


def standing_at(hour: int) -> datetime:
    """Return when the standings for the tick of ``hour`` are taken."""
    return start_of_hour(hour) - STANDING_LEAD


def next_standing(at: datetime) -> int:
    """Return the hour of the first standings taken after ``at``."""
    return hour_of(at + STANDING_LEAD) + 1


def days_to_freeze(outage: timedelta) -> int:
    """Return how many whole days the world skips after an outage (WLD-04).

    At most 72 hours are caught up, so after a longer outage 48 to 72 hours remain.
    """
    excess = outage - MAX_CATCH_UP
    return max(0, -(-excess // DAY))

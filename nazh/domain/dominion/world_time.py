"""Numbers the hours and days of the world, in which periodic work is due.

Slot n of the hours begins n hours after 1970-01-01 00:00 UTC, and so for days.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
MOST_CAUGHT_UP: Final = timedelta(hours=72)
"""The longest outage after which everything is done that was due meanwhile."""
LONG_SILENCE: Final = timedelta(minutes=30)
"""If the world is not advanced for this long, that is an outage."""
STANDING_LEAD: Final = timedelta(minutes=15)
"""A tick uses the standings taken this long before it."""


def hour_of(at: datetime) -> int:
    """Return the hour in which ``at`` lies; an instant at the full hour begins it."""
    return (at - EPOCH) // HOUR


def start_of_hour(hour: int) -> datetime:
    """Return the first instant of an hour."""
    return EPOCH + hour * HOUR


def day_of(at: datetime) -> int:
    """Return the day in which ``at`` lies; midnight begins it."""
    return (at - EPOCH) // DAY


def start_of_day(day: int) -> datetime:
    """Return the first instant of a day."""
    return EPOCH + day * DAY


def standing_at(hour: int) -> datetime:
    """Return when the standings that the tick of ``hour`` uses are taken."""
    return start_of_hour(hour) - STANDING_LEAD


def next_standing(at: datetime) -> int:
    """Return the hour whose standings are the first to be taken after ``at``."""
    return hour_of(at + STANDING_LEAD) + 1


def days_to_freeze(outage: timedelta) -> int:
    """Return the whole days that the world skips after an outage (WLD-04).

    Up to 72 hours are caught up, so that a longer outage leaves between 48 and 72 hours to do.
    """
    excess = outage - MOST_CAUGHT_UP
    return max(0, -(-excess // DAY))

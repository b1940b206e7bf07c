"""Determines when a battle is fought (C-04)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from nazh.domain.dominion.rules.wars import WarRules
from nazh.domain.dominion.world_time import DAY, EPOCH

HOURS: Final = range(24)


def schedule_battle(accepted_at: datetime, hour: int, rules: WarRules) -> datetime:
    """Return the first instant at ``hour`` after the preparation that follows ``accepted_at``.

    ``hour`` is one of ``HOURS``, in UTC. The battle is less than a day after the end of the
    preparation.
    """
    earliest = accepted_at + rules.preparation
    of_day = EPOCH + (earliest - EPOCH) // DAY * DAY + timedelta(hours=hour)
    return of_day if of_day >= earliest else of_day + DAY

"""Refuses an action until some time after the last one."""

from __future__ import annotations

from datetime import datetime, timedelta

from nazh.domain.dominion.errors.general import TooSoon


def check_cooldown(last: datetime | None, cooldown: timedelta, at: datetime, what: str) -> None:
    """Raise TooSoon if ``at`` is less than a cooldown after ``last``; ``None`` is never too soon.

    ``what`` names the action for the user, as in "another message".
    """
    if last is not None and at < last + cooldown:
        raise TooSoon(last + cooldown, what)

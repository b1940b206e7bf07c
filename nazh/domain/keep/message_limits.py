"""Limits how often a user may do something."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Final

from nazh.domain.kernel.identity import UserId

_SWEPT_AFTER: Final = 1_000
"""How many users are tracked before those without recent actions are evicted."""


class MessageLimit:
    """Allows each user ``most`` actions in any ``period``."""

    __slots__ = ("_done", "_most", "_period", "_sweep_at")

    def __init__(self, most: int, period: timedelta) -> None:
        self._most = most
        self._period = period
        self._done: dict[UserId, deque[datetime]] = {}
        self._sweep_at = _SWEPT_AFTER

    def allows(self, user: UserId, now: datetime) -> bool:
        """Return whether the user may act now, and count the action if so."""
        times = self._done.setdefault(user, deque())
        self._forget_old(times, now)
        if len(times) >= self._most:
            return False
        times.append(now)
        if len(self._done) >= self._sweep_at:
            self._sweep(now)
        return True

    def _sweep(self, now: datetime) -> None:
        for times in self._done.values():
            self._forget_old(times, now)
        self._done = {user: times for user, times in self._done.items() if times}
        self._sweep_at = max(_SWEPT_AFTER, 2 * len(self._done))

    def _forget_old(self, times: deque[datetime], now: datetime) -> None:
        while times and now - times[0] >= self._period:
            times.popleft()

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
        done = self._done.setdefault(user, deque())
        self._forget_old(done, now)
        if len(done) >= self._most:
            return False
        done.append(now)
        if len(self._done) >= self._sweep_at:
            self._sweep(now)
        return True

    def _sweep(self, now: datetime) -> None:
        for done in self._done.values():
            self._forget_old(done, now)
        self._done = {user: done for user, done in self._done.items() if done}
        self._sweep_at = max(_SWEPT_AFTER, 2 * len(self._done))

    def _forget_old(self, done: deque[datetime], now: datetime) -> None:
        while done and now - done[0] >= self._period:
            done.popleft()

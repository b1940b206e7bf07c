"""Estimates on the local clock when an interaction was sent, despite clock skew.

An id contains its creation time in milliseconds on Discord's clock. The offset between the clocks
is unknown, but no interaction arrives before it was sent: the smallest difference seen bounds it.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from math import inf
from typing import Final

WINDOW: Final = 30.0
"""Seconds for which a minimum counts, and once more as long; then the clocks may have drifted."""
RESET_AFTER: Final = 600.0
"""Seconds without an interaction after which the minimum is unknown, because clocks drift."""
RECEIVED_AT: Final[ContextVar[float | None]] = ContextVar("came_at", default=None)
"""When the current interaction arrived, by ``monotonic_now``; ``None`` outside an admission."""
_CLOCK: Final = getattr(time, "CLOCK_MONOTONIC_RAW", time.CLOCK_MONOTONIC)
_TIMESTAMP_SHIFT: Final = 22
"""The lowest bit of an id's timestamp."""


def monotonic_now() -> float:
    """Return seconds of a clock that is never set and, if the system has one, never slewed.

    The usual monotonic clock is off by up to a twelfth while the system's time is being corrected.
    """
    return time.clock_gettime(_CLOCK)


def created_at(id: int) -> float:
    """Return when an id was created, in seconds of Discord's time."""
    return (id >> _TIMESTAMP_SHIFT) / 1000


class ClockSkew:
    """Estimates when interactions were sent. Times are those of ``monotonic_now``."""

    def __init__(self) -> None:
        self._min_delay = self._previous_min_delay = inf
        self._until = -inf

    def sent_at(self, id: int, received_at: float) -> float:
        """Return when the interaction with ``id`` was sent: at ``received_at``, or before.

        That is as much earlier as its delay exceeds the smallest delay of the last minute. Nothing
        is known about the first interaction, so it counts as sent when it was received.
        """
        if received_at >= self._until:
            is_recent = received_at < self._until + RESET_AFTER
            self._previous_min_delay, self._min_delay = self._min_delay if is_recent else inf, inf
            self._until = received_at + WINDOW
        created = created_at(id)
        self._min_delay = min(self._min_delay, received_at - created)
        return created + min(self._min_delay, self._previous_min_delay)

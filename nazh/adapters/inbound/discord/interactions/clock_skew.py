"""Discord's time: when somebody asked, on our own clock, whatever time that has.

An id says when it was made, to the millisecond, by Discord's clock. How far that is from ours is
not known, but nobody comes before he asked: whoever came soonest after it shows the difference.
"""

from __future__ import annotations

import time
from contextvars import ContextVar
from math import inf
from typing import Final

WINDOW: Final = 30.0
"""Seconds for which what was seen counts, and once more for as long; then clocks may differ."""
RESET_AFTER: Final = 600.0
"""Seconds without anybody after which nothing is known: clocks run apart."""
RECEIVED_AT: Final[ContextVar[float | None]] = ContextVar("came_at", default=None)
"""When the interaction in hand came, by ``steady_now``; ``None`` where nobody let it in."""
_CLOCK: Final = getattr(time, "CLOCK_MONOTONIC_RAW", time.CLOCK_MONOTONIC)
_TIMESTAMP_SHIFT: Final = 22
"""The bits of an id above which it is a time."""


def monotonic_now() -> float:
    """Return seconds of a clock that nobody sets or, where there is such a one, corrects.

    The usual one runs too fast or too slow, by a twelfth, while the machine's time is put right.
    """
    return time.clock_gettime(_CLOCK)


def created_at(id: int) -> float:
    """Return when an id was made, in seconds of Discord's time."""
    return (id >> _TIMESTAMP_SHIFT) / 1000


class ClockSkew:
    """Learns from who comes when. Times are those of ``steady_now``."""

    def __init__(self) -> None:
        self._min_delay = self._previous_min_delay = inf
        self._until = -inf

    def sent_at(self, id: int, received_at: float) -> float:
        """Return when who came with ``id`` asked for it: at ``came``, or before.

        By how long he was longer on the way than the quickest of the last minute. Of the first one
        nothing is known: he was quick.
        """
        if received_at >= self._until:
            is_recent = received_at < self._until + RESET_AFTER
            self._previous_min_delay, self._min_delay = self._min_delay if is_recent else inf, inf
            self._until = received_at + WINDOW
        created = created_at(id)
        self._min_delay = min(self._min_delay, received_at - created)
        return created + min(self._min_delay, self._previous_min_delay)

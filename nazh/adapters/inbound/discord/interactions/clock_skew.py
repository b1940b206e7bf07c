"""Estimates on the local clock when an interaction was sent, despite clock skew.

An id contains its creation time in milliseconds on Discord's clock. Its delay on the local clock is
the offset between the clocks plus the time in transit. The offset hardly changes, but ids may be
dated wrongly, so no single one is trusted: the estimate is a confidence bound of the median delay.
"""

from __future__ import annotations

import time
from bisect import bisect_left, insort
from collections import deque
from contextvars import ContextVar
from math import ceil, inf, sqrt
from typing import Final

WINDOW: Final = 60.0
"""Seconds for which a delay counts; then the clocks may have drifted."""
SAMPLE_INTERVAL: Final = 0.25
"""Seconds between two delays that count, so that a burst of late interactions counts once."""
CONFIDENCE: Final = 3.0
"""Standard deviations by which more than half of the delays must agree."""
RECEIVED_AT: Final[ContextVar[float | None]] = ContextVar("received_at", default=None)
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
        self._samples: deque[tuple[float, float]] = deque()
        self._sorted_delays: list[float] = []
        self._usual_delay = inf

    def sent_at(self, id: int, received_at: float) -> float:
        """Return when the interaction with ``id`` was sent: at ``received_at``, or before.

        That is as much earlier as its delay exceeds the usual one of the last minute. After fewer
        than nine interactions nothing is known, so they count as sent when they were received.
        """
        created = created_at(id)
        if not self._samples or received_at - self._samples[-1][0] >= SAMPLE_INTERVAL:
            self._add_sample(received_at, received_at - created)
        return min(received_at, created + self._usual_delay)

    def _add_sample(self, received_at: float, delay: float) -> None:
        delays = self._sorted_delays
        while self._samples and self._samples[0][0] <= received_at - WINDOW:
            _, expired = self._samples.popleft()
            del delays[bisect_left(delays, expired)]
        self._samples.append((received_at, delay))
        insort(delays, delay)
        # Of the delays, n/2 ± √n/2 are below the median. So even if half of the ids are dated
        # ahead, their delays, which are too small, do not reach this rank; and if ids are dated
        # back, it is too large, which only means that fewer interactions count as late.
        rank = ceil((len(delays) + CONFIDENCE * sqrt(len(delays))) / 2)
        self._usual_delay = delays[rank - 1] if rank <= len(delays) else inf

"""Provides the server's time, which may run faster. Nothing else reads the wall clock."""

import time
from datetime import UTC, datetime


class Clock:
    """Unix time in seconds. ``advance`` lets 15 minutes pass immediately.

    From the Unix time ``began`` on it runs ``speed`` times as fast as real time.
    """

    def __init__(self, speed: int = 1, began: float = 0.0) -> None:
        self.speed, self.began = speed, began
        self._skipped = 0.0

    def now(self) -> float:
        """Return seconds since 1970-01-01 UTC."""
        real = time.time()
        return real + (real - self.began) * (self.speed - 1) + self._skipped

    def real(self) -> float:
        """Return ``now()`` as it would be at real speed, for bots that compare it with theirs."""
        return time.time() + self._skipped

    def as_real(self, moment: float) -> float:
        """Return the value of ``real()`` at ``moment``, if nothing was skipped since."""
        return self.began + self._skipped + (moment - self._skipped - self.began) / self.speed

    def waited(self, since: float) -> float:
        """Return the real seconds since a moment, and what was skipped, for limits in seconds."""
        return (self.now() - since) / self.speed

    def advance(self, seconds: float) -> None:
        """Move every later ``now()`` forward by ``seconds`` (>= 0). Timers are not affected."""
        if seconds < 0:
            raise ValueError("Time only moves forward.")
        self._skipped += seconds


def iso_time(moment: float) -> str:
    """Return Unix seconds as Discord writes instants: ISO 8601, microseconds, ``+00:00``."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")

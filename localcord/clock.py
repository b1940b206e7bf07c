"""Tells the server's time: real time plus what a test has skipped. The only reader of wall time."""

import time
from datetime import UTC, datetime


class Clock:
    """Unix time in seconds. ``advance`` lets 15 minutes pass at once."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> float:
        """Return seconds since 1970-01-01 UTC."""
        return time.time() + self._skipped

    def advance(self, seconds: float) -> None:
        """Move every later ``now()`` forward by ``seconds`` (>= 0). Timers do not notice."""
        if seconds < 0:
            raise ValueError("Time only moves forward.")
        self._skipped += seconds


def iso_time(moment: float) -> str:
    """Return Unix seconds as Discord writes instants: ISO 8601, microseconds, ``+00:00``."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")

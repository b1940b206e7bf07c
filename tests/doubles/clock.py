"""FrozenClock: the time the test says."""

from __future__ import annotations

from datetime import UTC, datetime


class FrozenClock:
    """Always the same instant; satisfies the port ``Clock``."""

    def __init__(self, instant: datetime = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """Return the instant of the test."""
        return self._instant

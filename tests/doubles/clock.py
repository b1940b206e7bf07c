"""A clock that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """Stands still until the test advances it; satisfies the port ``Clock``."""

    def __init__(self, instant: datetime = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """Return the time set by the test."""
        return self._instant

    def advance(self, seconds: float) -> None:
        """Advance the clock; negative ``seconds`` set it back."""
        self._instant += timedelta(seconds=seconds)

"""A clock that a test sets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """Stands still unless the test lets time pass; satisfies the port ``Clock``."""

    def __init__(self, instant: datetime = datetime(2026, 1, 1, 20, 0, tzinfo=UTC)) -> None:
        self._instant = instant

    def now(self) -> datetime:
        """Return the instant of the test."""
        return self._instant

    def advance(self, seconds: float) -> None:
        """Let time pass; ``seconds`` below 0 set the clock back."""
        self._instant += timedelta(seconds=seconds)

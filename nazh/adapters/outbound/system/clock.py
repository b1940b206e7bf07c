"""Reads the system's time of day; the only module that does."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The system clock, in UTC."""

    __slots__ = ()

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        return datetime.now(UTC)

"""Reads the system's clock, possibly sped up; the only module that does."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The system clock, in UTC."""

    __slots__ = ()

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        return datetime.now(UTC)


class FastClock:
    """The system clock, sped up from an instant on, for demonstrations."""

    __slots__ = ("_began", "_speed")

    def __init__(self, speed: int, began: datetime) -> None:
        self._speed = speed
        self._began = began

    def now(self) -> datetime:
        """Return the current instant on this clock, aware, in UTC."""
        real = datetime.now(UTC)
        return real + (real - self._began) * (self._speed - 1)

"""Announcer and Clock: what every use case may ask of the world."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from nazh.domain.kernel.events import Event


class Announcer(Protocol):
    """Tells every listener about a fact, in the order of the calls."""

    async def announce(self, event: Event) -> None:
        """Tell ``event``. Called after commit, once a fact; never raises, whoever listens."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC. Never raises."""
        ...

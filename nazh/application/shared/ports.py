"""Ports that every context needs: event publisher, clock and store."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from nazh.domain.kernel.events import Event


class EventPublisher(Protocol):
    """Tells every listener about a fact, in the order of the calls."""

    async def publish(self, event: Event) -> None:
        """Tell ``event``. Called after commit, once a fact; never raises, whoever listens."""
        ...


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC. Never raises."""
        ...


class StoreError(Exception):
    """A store cannot do what the operator wants; the message is a sentence for him.

    ``is_away`` tells one that may come back by itself from one that needs another decision.
    """

    def __init__(self, sentence: str, *, is_unreachable: bool = False) -> None:
        super().__init__(sentence)
        self.is_unreachable = is_unreachable


class Store(Protocol):
    """Where records are kept, from the start of the program to its end."""

    async def open(self) -> None:
        """Make it ready, whatever it takes. Raises ``StoreError``."""
        ...

    async def is_reachable(self) -> bool:
        """Return whether it answers. Never raises."""
        ...

    async def close(self) -> None:
        """Let go of it. Never raises; may be called twice, and without ``open``."""
        ...

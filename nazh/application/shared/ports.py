"""Ports that every context needs (event publisher, clock and store)."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from nazh.domain.kernel.events import Event


class EventPublisher(Protocol):
    """Delivers events to their listeners, in the order of the calls."""

    async def publish(self, event: Event) -> None:
        """Publish ``event``. Called after commit, once per event; never raises."""
        ...


class Clock(Protocol):
    """Returns the current time."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC. Never raises."""
        ...


class StoreError(Exception):
    """A store operation failed; the message is a sentence for the operator.

    ``is_unreachable`` means that it may recover without intervention; otherwise the operator has to
    act.
    """

    def __init__(self, sentence: str, *, is_unreachable: bool = False) -> None:
        super().__init__(sentence)
        self.is_unreachable = is_unreachable


class Store(Protocol):
    """A store that is open while the program runs."""

    async def open(self) -> None:
        """Make the store ready, including migrations. Raises ``StoreError``."""
        ...

    async def is_reachable(self) -> bool:
        """Return whether the store answers. Never raises."""
        ...

    async def close(self) -> None:
        """Close the store. Never raises; may be called twice, and without ``open``."""
        ...

"""Observes the status of the world for metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from nazh.application.dominion.ports import WorldStatus, WorldStatuses
from nazh.application.shared.ports import Clock

PERIOD: Final = timedelta(minutes=1)


class WorldObserver(Protocol):
    """Receives the status of the world. Never raises."""

    def observe(self, status: WorldStatus) -> None:
        """Replace the previous status."""
        ...


@dataclass(frozen=True, slots=True)
class ObserveWorld:
    """Reports the status of the world to an observer, except before the first season."""

    statuses: WorldStatuses
    clock: Clock
    observer: WorldObserver

    async def __call__(self) -> None:
        """Observe once. Raises ``Unavailable``."""
        status = await self.statuses.at(self.clock.now())
        if status is not None:
            self.observer.observe(status)

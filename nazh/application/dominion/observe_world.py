"""Measures how the world is, for metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from nazh.application.dominion.ports import WorldStatus, WorldStatuses
from nazh.application.shared.ports import Clock

PERIOD: Final = timedelta(minutes=1)


class WorldObserver(Protocol):
    """Receives how the world is. Never raises."""

    def observe(self, status: WorldStatus) -> None:
        """Replace what was received before."""
        ...


@dataclass(frozen=True, slots=True)
class ObserveWorld:
    """Tells an observer how the world is. Nothing is told before the first season."""

    statuses: WorldStatuses
    clock: Clock
    observer: WorldObserver

    async def __call__(self) -> None:
        """Look once. Raises ``Unavailable``."""
        status = await self.statuses.at(self.clock.now())
        if status is not None:
            self.observer.observe(status)

"""Shows the status of the world to developers."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import Requester, WorldStatus, WorldStatuses


@dataclass(frozen=True, slots=True)
class ShowWorld:
    """Shows whether the world is up to date (TSK-21)."""

    developers: Developers
    statuses: WorldStatuses

    async def __call__(self, requester: Requester) -> WorldStatus | None:
        """Return the status, or ``None`` before the first season. Raises OnlyDevelopers."""
        self.developers.check(requester)
        return await self.statuses.at(requester.at)

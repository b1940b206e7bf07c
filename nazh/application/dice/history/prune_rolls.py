"""Deletes rolls that are older than the operator's retention period, in batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dice.ports import RollArchive
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice.events import RollsPruned

PERIOD: Final = timedelta(hours=1)
"""How often old rolls are deleted, and how long one run may take."""
BATCH_SIZE: Final = 500
"""Rolls per transaction, so that concurrent rolls do not wait for long."""


@dataclass(frozen=True, slots=True)
class PruneRolls:
    """Deletes rolls older than ``days``; 0 keeps everything. May be called at any time."""

    archive: RollArchive
    clock: Clock
    publisher: EventPublisher
    days: int

    async def __call__(self) -> None:
        """Delete all old rolls. Raises ``Unavailable``; batches already deleted stay deleted."""
        if self.days == 0:
            return
        before = self.clock.now() - timedelta(days=self.days)
        count = BATCH_SIZE
        while count == BATCH_SIZE:
            count = await self.archive.prune(before, BATCH_SIZE)
            if count:
                await self.publisher.publish(RollsPruned(count))

"""PruneRolls: rolls that are older than the operator keeps them are forgotten, a few at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dice.ports import RollArchive
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.dice.events import RollsPruned

BATCH_SIZE: Final = 500
"""Rolls in one transaction, so that nobody who rolls meanwhile waits for long."""


@dataclass(frozen=True, slots=True)
class PruneRolls:
    """Forget what is older than ``days``; 0 keeps everything. May be called at any time."""

    archive: RollArchive
    clock: Clock
    publisher: EventPublisher
    days: int

    async def __call__(self) -> None:
        """Forget all there is to forget. Raises ``Unavailable``, with what was done done."""
        if self.days == 0:
            return
        before = self.clock.now() - timedelta(days=self.days)
        count = BATCH_SIZE
        while count == BATCH_SIZE:
            count = await self.archive.prune(before, BATCH_SIZE)
            if count:
                await self.publisher.publish(RollsPruned(count))

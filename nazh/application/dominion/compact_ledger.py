"""Keeps the ledger small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.ports import LedgerCompaction
from nazh.application.shared.ports import Clock

PERIOD: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class CompactLedger:
    """Compacts the ledger in short transactions; an interrupted run is continued by the next."""

    compaction: LedgerCompaction
    clock: Clock

    async def __call__(self) -> None:
        """Compact all that is old enough. Raises ``Unavailable``; earlier steps are complete."""
        now = self.clock.now()
        while await self.compaction.step(now):
            pass

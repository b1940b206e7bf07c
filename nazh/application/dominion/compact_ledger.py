"""Compacts the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.ports import LedgerCompaction
from nazh.application.shared.ports import Clock

PERIOD: Final = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class CompactLedger:
    """Compacts the ledger in short transactions; the next run continues an interrupted one."""

    compaction: LedgerCompaction
    clock: Clock

    async def __call__(self) -> None:
        """Compact everything old enough. Raises ``Unavailable``; earlier steps stay applied."""
        now = self.clock.now()
        while await self.compaction.step(now):
            pass

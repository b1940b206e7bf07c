"""Deletes old entries of the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.shared.audit.audit_log import AUDIT_DAYS, OldEntries
from nazh.application.shared.ports import Clock

PRUNE_PERIOD: Final = timedelta(days=1)
"""How often old entries are deleted."""
PRUNE_BATCH_SIZE: Final = 500
"""Entries per transaction."""


@dataclass(frozen=True, slots=True)
class PruneAuditLog:
    """Deletes entries older than ``AUDIT_DAYS``, a batch at a time."""

    entries: OldEntries
    clock: Clock

    async def __call__(self) -> None:
        """Delete all of them. Raises ``Unavailable``; batches already deleted stay deleted."""
        before = self.clock.now() - timedelta(days=AUDIT_DAYS)
        while await self.entries.prune(before, PRUNE_BATCH_SIZE) == PRUNE_BATCH_SIZE:
            pass

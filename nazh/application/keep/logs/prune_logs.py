"""Deletes old events of game servers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.keep.logs.ports import LogStore
from nazh.application.shared.ports import Clock

PERIOD: Final = timedelta(hours=1)
KEPT_FOR: Final = timedelta(days=90)
"""How long events are kept, unless the guild keeps its data for a shorter time."""


@dataclass(frozen=True, slots=True)
class PruneLogs:
    """Deletes events after 90 days, and the log data of removed servers."""

    store: LogStore
    clock: Clock

    async def __call__(self) -> None:
        """Delete them. Raises ``Unavailable``; data already deleted stays deleted."""
        await self.store.prune(self.clock.now() - KEPT_FOR)

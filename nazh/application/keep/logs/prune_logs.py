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
    """Deletes events after 90 days, and what was read of servers that are removed."""

    store: LogStore
    clock: Clock

    async def __call__(self) -> None:
        """Delete them. Raises ``Unavailable``; what was deleted before stays deleted."""
        await self.store.prune(self.clock.now() - KEPT_FOR)

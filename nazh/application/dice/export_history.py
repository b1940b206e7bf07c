"""ExportHistory: the rolls that somebody may see, all in one go, up to a bound."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.list_history import HistoryFilter, ListHistory, Turn, Viewer
from nazh.application.dice.ports import Entry

MOST: Final = 1_000
AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class ExportHistory:
    """Read page after page."""

    list_history: ListHistory
    most: int = MOST

    async def __call__(self, viewer: Viewer, wanted: HistoryFilter) -> AsyncIterator[Entry]:
        """Yield entries, the latest first. Raises what ListHistory does."""
        left, turn = self.most, Turn()
        while left:
            page = await self.list_history(viewer, wanted, turn, min(left, AT_ONCE))
            for entry in page.entries:
                yield entry
            if not page.has_older:
                return
            left -= len(page.entries)
            turn = Turn(older_than=page.entries[-1].place)

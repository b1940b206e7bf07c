"""ExportHistory: the rolls that somebody may see, all in one go, up to a bound."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.list_history import HistoryFilter, Viewer, what_is_seen
from nazh.application.dice.ports import Entry, RollArchive
from nazh.application.dice.read_archive import entries_of
from nazh.application.shared.ports import Clock

MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class ExportHistory:
    """Read as far as ``most``. What is seen is as in ListHistory."""

    archive: RollArchive
    clock: Clock
    most: int = MOST

    async def __call__(self, viewer: Viewer, wanted: HistoryFilter) -> AsyncIterator[Entry]:
        """Yield entries, the latest first. Raises OnlyManagersSeeServer and ``Unavailable``."""
        sought = what_is_seen(viewer, wanted, self.clock.now())
        if sought is not None:
            async for entry in entries_of(self.archive, sought, self.most):
                yield entry

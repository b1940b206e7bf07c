"""Exports the rolls that a user may see, up to a limit."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.history.list_history import HistoryFilter, Viewer, visible_rolls
from nazh.application.dice.history.read_archive import iterate_entries
from nazh.application.dice.ports import ArchiveEntry, RollArchive
from nazh.application.shared.ports import Clock

MAX_ROLLS: Final = 1_000


@dataclass(frozen=True, slots=True)
class ExportHistory:
    """Reads at most ``limit`` rolls. Visibility is as in ListHistory."""

    archive: RollArchive
    clock: Clock
    limit: int = MAX_ROLLS

    async def __call__(
        self, viewer: Viewer, history_filter: HistoryFilter
    ) -> AsyncIterator[ArchiveEntry]:
        """Yield entries, the latest first.

        Raises NoGuildToShow, OnlyManagersSeeGuildRolls and ``Unavailable``.
        """
        query = visible_rolls(viewer, history_filter, self.clock.now())
        if query is not None:
            async for entry in iterate_entries(self.archive, query, self.limit):
                yield entry

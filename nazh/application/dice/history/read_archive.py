"""Reads recorded rolls for the operator, who may see them all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from nazh.application.dice.ports import ArchiveEntry, RollArchive, RollQuery
from nazh.application.shared.ports import Clock

PAGE_SIZE: Final = 100


@dataclass(frozen=True, slots=True)
class ReadArchive:
    """Reads rolls one by one, latest first, including secret ones."""

    archive: RollArchive
    clock: Clock

    def __call__(
        self, query: RollQuery, within: timedelta | None, limit: int
    ) -> AsyncIterator[ArchiveEntry]:
        """Yield at most ``limit`` rolls. ``within`` is the maximum age. Raises ``Unavailable``."""
        since = None if within is None else self.clock.now() - within
        return iterate_entries(self.archive, replace(query, since=since, with_secret=True), limit)


async def iterate_entries(
    archive: RollArchive, query: RollQuery, limit: int, sequence: int | None = None
) -> AsyncIterator[ArchiveEntry]:
    """Yield matching entries, the latest first, at most ``limit``, reading a page at a time.

    With ``sequence`` only older entries are yielded.
    """
    while limit:
        wanted = min(limit, PAGE_SIZE)
        page = await archive.older(query, sequence, wanted)
        for entry in page:
            yield entry
        if len(page) < wanted:
            return
        limit -= wanted
        sequence = page[-1].sequence

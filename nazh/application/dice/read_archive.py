"""ReadArchive: rolls on record for the operator, who may see them all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from nazh.application.dice.ports import Entry, RollArchive, Sought
from nazh.application.shared.ports import Clock

AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class ReadArchive:
    """Read rolls one after the other, the latest first, secret ones among them."""

    archive: RollArchive
    clock: Clock

    def __call__(self, sought: Sought, within: timedelta | None, most: int) -> AsyncIterator[Entry]:
        """Yield at most ``most``. ``within`` is how far back. Raises ``Unavailable``."""
        since = None if within is None else self.clock.now() - within
        return entries_of(self.archive, replace(sought, since=since, with_secret=True), most)


async def entries_of(archive: RollArchive, sought: Sought, most: int) -> AsyncIterator[Entry]:
    """Yield what fits, the latest first, at most ``most``, reading a page at a time."""
    left, than = most, None
    while left:
        page = await archive.older(sought, than, min(left, AT_ONCE))
        for entry in page:
            yield entry
        if len(page) < min(left, AT_ONCE):
            return
        left -= len(page)
        than = page[-1].place

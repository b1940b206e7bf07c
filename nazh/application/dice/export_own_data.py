"""ExportOwnData: everything that is kept of one player, for that player."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from nazh.application.dice.ports import (
    Entry,
    OwnChange,
    OwnNumber,
    PlayerRecords,
    RollArchive,
    SavedShelves,
    Sought,
)
from nazh.application.dice.ports.statistics import OfPlayer, RollTallies, Tallied
from nazh.domain.dice.shelves import EMPTY, Shelf, shelf_of_player
from nazh.domain.kernel.identity import PlayerId

AT_ONCE: Final = 100
_NOTHING: Final = Tallied({}, None)


@dataclass(frozen=True, slots=True)
class OwnData:
    """All there is, or the rolls alone, which are read while they are asked for."""

    rolls: AsyncIterator[Entry]
    shelf: Shelf = EMPTY
    changes: tuple[OwnChange, ...] = ()
    numbers: tuple[OwnNumber, ...] = ()
    counts: Tallied = _NOTHING


@dataclass(frozen=True, slots=True)
class ExportOwnData:
    """Tell a player what is kept. Who has enough of the rolls goes on another time."""

    archive: RollArchive
    tallies: RollTallies
    shelves: SavedShelves
    records: PlayerRecords

    async def __call__(self, of: PlayerId, older_than: int | None = None) -> OwnData:
        """Return everything, or only rolls from below a place on; the latest are first.

        Reading any of it raises ``Unavailable``.
        """
        rolls = self._rolls(of, older_than)
        if older_than is not None:
            return OwnData(rolls)
        owner = shelf_of_player(of)
        return OwnData(
            rolls,
            (await self.shelves.read([owner]))[owner],
            await self.records.changes(of),
            await self.records.numbers(of),
            await self.tallies.read(OfPlayer(of)),
        )

    async def _rolls(self, of: PlayerId, than: int | None) -> AsyncIterator[Entry]:
        sought = Sought(by=of, with_secret=True)
        while True:
            entries = await self.archive.older(sought, than, AT_ONCE)
            for entry in entries:
                yield entry
            if len(entries) < AT_ONCE:
                return
            than = entries[-1].place

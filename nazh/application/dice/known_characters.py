"""KnownCharacters: who is played, asked for by every roll and read now and then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dice.known_names import KnownNames
from nazh.application.dice.ports import SavedShelves
from nazh.application.shared.ports import Clock
from nazh.domain.dice.shelves import Owner, OwnerKind, Shelf
from nazh.domain.kernel.identity import PlayerId, ServerId

FRESH: Final = timedelta(seconds=5)
"""For how long something is believed that another process may have changed."""
REMEMBERED: Final = 2_000
"""Players in a place, in 1 MB; nobody rolls four hundred times a second."""
_NOW: Final = timedelta()


class KnownCharacters:
    """Satisfies ``SavedNames`` and ``SavedShelves`` over other shelves. For one event loop.

    Whoever is switched to through these shelves is played at once.
    """

    __slots__ = ("_changes", "_clock", "_known", "_names", "_shelves")

    def __init__(self, shelves: SavedShelves, clock: Clock) -> None:
        self._shelves = shelves
        self._names = KnownNames(shelves)
        self._clock = clock
        self._changes = 0
        self._known: dict[tuple[PlayerId, ServerId | None], tuple[datetime, str | None]] = {}

    async def find(
        self, by: PlayerId, names: Collection[str], server: ServerId | None = None
    ) -> Mapping[str, str]:
        """Return what each of ``names``, and each name inside it, stands for."""
        return await self._names.find(by, names, server)

    async def playing(self, by: PlayerId, server: ServerId | None) -> str | None:
        """Return the name of the character that ``by`` plays on ``server``."""
        where, now = (by, server), self._clock.now()
        known = self._known.get(where)
        # A clock that was set back must not make anything fresh for ever.
        if known is not None and _NOW <= now - known[0] < FRESH:
            return known[1]
        changes = self._changes
        character = await self._names.playing(by, server)
        if changes == self._changes:  # otherwise it may have been read just before a change
            if len(self._known) >= REMEMBERED:
                self._known.clear()  # most of it is stale by then
            self._known[where] = now, character
        return character

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, Shelf]:
        """Return the shelf of each of ``owners``."""
        return await self._shelves.read(owners)

    async def replace(self, owner: Owner, before: Shelf, after: Shelf) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        try:
            return await self._shelves.replace(owner, before, after)
        finally:
            self._forget(owner)  # whatever became of it

    def _forget(self, owner: Owner) -> None:
        self._changes += 1
        if owner.kind is OwnerKind.PLAYER:
            for where in [where for where in self._known if where[0] == owner.id]:
                del self._known[where]

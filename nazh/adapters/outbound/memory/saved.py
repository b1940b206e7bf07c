"""The shelves of saved rolls in memory: gone with the program, and bounded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from nazh.domain.dice.shelves import EMPTY, Owner, Shelf

SHELVES_KEPT: Final = 1_000
"""The fullest shelf takes about 150 KB, so that even a thousand of them stay at 150 MB."""


class MemoryShelves:
    """Keeps the shelves of at most ``most`` owners; who changed nothing longest goes first."""

    __slots__ = ("_most", "_shelves")

    def __init__(self, most: int = SHELVES_KEPT) -> None:
        if most < 1:
            raise ValueError("there is room for at least one shelf")
        self._most = most
        self._shelves: dict[Owner, Shelf] = {}

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, Shelf]:
        """Return the shelf of each of ``owners``."""
        return {owner: self._shelves.get(owner, EMPTY) for owner in owners}

    async def replace(self, owner: Owner, before: Shelf, after: Shelf) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        if self._shelves.get(owner, EMPTY) != before:
            return False
        self._shelves.pop(owner, None)
        self._shelves[owner] = after
        if len(self._shelves) > self._most:
            del self._shelves[next(iter(self._shelves))]
        return True

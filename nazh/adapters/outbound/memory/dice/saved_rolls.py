"""Stores saved rolls in memory, bounded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from nazh.domain.dice.saving.saved_collections import EMPTY_COLLECTION, Owner, SavedCollection

MAX_OWNERS: Final = 1_000
"""The largest collection takes about 150 KB, so even a thousand of them stay at 150 MB."""


class MemorySavedRollStore:
    """Keeps the collections of at most ``limit`` owners, and evicts the least recently changed."""

    __slots__ = ("_collections", "_limit")

    def __init__(self, limit: int = MAX_OWNERS) -> None:
        if limit < 1:
            raise ValueError("a store keeps at least one collection")
        self._limit = limit
        self._collections: dict[Owner, SavedCollection] = {}

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        """Return the collection of each of ``owners``."""
        return {owner: self._collections.get(owner, EMPTY_COLLECTION) for owner in owners}

    async def replace(self, owner: Owner, before: SavedCollection, after: SavedCollection) -> bool:
        """Replace ``before`` with ``after``; return whether it was replaced."""
        if self._collections.get(owner, EMPTY_COLLECTION) != before:
            return False
        self._collections.pop(owner, None)
        self._collections[owner] = after
        if len(self._collections) > self._limit:
            del self._collections[next(iter(self._collections))]
        return True

"""Caches the active characters of users, because every roll needs them."""

from __future__ import annotations

from typing import Final

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.stored_names import StoredNames
from nazh.application.shared.ports import Clock
from nazh.application.shared.ttl_cache import TtlCache
from nazh.domain.dice.saving.saved_collections import Owner, OwnerKind, SavedCollection
from nazh.domain.kernel.identity import GuildId, UserId

MAX_ENTRIES: Final = 2_000
"""Entries of a user in a guild; together they take about 1 MB."""


class CachedCharacters:
    """Satisfies ``SavedNames`` and ``SavedRollStore`` over another store, for one event loop.

    Switching characters through this store takes effect immediately.
    """

    __slots__ = ("_cache", "_saved_rolls", "find", "names", "read")

    def __init__(self, saved_rolls: SavedRollStore, clock: Clock) -> None:
        names = StoredNames(saved_rolls)

        async def load(key: tuple[UserId, GuildId | None]) -> str | None:
            return await names.active_character(*key)

        self._saved_rolls = saved_rolls
        self._cache = TtlCache(load, clock, MAX_ENTRIES)
        self.find = names.find
        self.names = names.names
        self.read = saved_rolls.read

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return the name of the active character of ``by`` in ``guild``, or ``None``."""
        return await self._cache.get((by, guild))

    async def replace(self, owner: Owner, before: SavedCollection, after: SavedCollection) -> bool:
        """Replace ``before`` with ``after``; return whether it was replaced."""
        try:
            return await self._saved_rolls.replace(owner, before, after)
        finally:  # the change may be stored even if the call failed
            if owner.kind is OwnerKind.USER:
                self._cache.forget(lambda key: key[0] == owner.id)

"""CachedCharacters: who is played, asked for by every roll and read now and then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.stored_names import StoredNames
from nazh.application.shared.ports import Clock
from nazh.domain.dice.saved_collections import Owner, OwnerKind, SavedCollection
from nazh.domain.kernel.identity import GuildId, UserId

TTL: Final = timedelta(seconds=5)
"""For how long something is believed that another process may have changed."""
MAX_ENTRIES: Final = 2_000
"""Players in a place, in 1 MB; nobody rolls four hundred times a second."""
_ZERO: Final = timedelta()


class CachedCharacters:
    """Satisfies ``SavedNames`` and ``SavedRollStore`` over other shelves. For one event loop.

    Whoever is switched to through these shelves is played at once.
    """

    __slots__ = ("_cache", "_changes", "_clock", "_names", "_saved_rolls")

    def __init__(self, saved_rolls: SavedRollStore, clock: Clock) -> None:
        self._saved_rolls = saved_rolls
        self._names = StoredNames(saved_rolls)
        self._clock = clock
        self._changes = 0
        self._cache: dict[tuple[UserId, GuildId | None], tuple[datetime, str | None]] = {}

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return what each of ``names``, and each name inside it, stands for."""
        return await self._names.find(by, names, guild)

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return the name of the character that ``by`` plays on ``server``."""
        key, now = (by, guild), self._clock.now()
        cached = self._cache.get(key)
        # A clock that was set back must not make anything fresh for ever.
        if cached is not None and _ZERO <= now - cached[0] < TTL:
            return cached[1]
        changes = self._changes
        character = await self._names.active_character(by, guild)
        if changes == self._changes:  # otherwise it may have been read just before a change
            if len(self._cache) >= MAX_ENTRIES:
                self._cache.clear()  # most of it is stale by then
            self._cache[key] = now, character
        return character

    async def read(self, owners: Collection[Owner]) -> Mapping[Owner, SavedCollection]:
        """Return the shelf of each of ``owners``."""
        return await self._saved_rolls.read(owners)

    async def replace(self, owner: Owner, before: SavedCollection, after: SavedCollection) -> bool:
        """Put ``after`` in the place of ``before``; whether it was done."""
        try:
            return await self._saved_rolls.replace(owner, before, after)
        finally:
            self._forget(owner)  # whatever became of it

    def _forget(self, owner: Owner) -> None:
        self._changes += 1
        if owner.kind is OwnerKind.USER:
            for key in [key for key in self._cache if key[0] == owner.id]:
                del self._cache[key]

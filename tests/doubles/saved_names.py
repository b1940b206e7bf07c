"""Saved names fixed by the test, the same for every user."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from nazh.domain.dice.saving.saved_rolls import referenced_texts
from nazh.domain.kernel.identity import GuildId, UserId


class FixedSavedNames:
    """Has the given names; satisfies the port ``SavedNames``."""

    def __init__(self, saved: Mapping[str, str], character: str | None = None) -> None:
        self._saved = saved
        self._character = character

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return what is saved under ``names``."""
        return referenced_texts(names, self._saved)

    async def names(self, by: UserId, guild: GuildId | None = None) -> Collection[str]:
        """Return the names of the test."""
        return tuple(self._saved)

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return the test's character."""
        return self._character

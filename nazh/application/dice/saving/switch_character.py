"""Switches or clears a player's active character."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saving.saved_collections import NO_CHARACTER, Character, user_owner
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class SwitchCharacter:
    """Records the active character in the player's collection."""

    saved_rolls: SavedRollStore

    async def __call__(
        self, by: UserId, name: str | None, guild: GuildId | None
    ) -> Character | None:
        """Return the active character, or ``None`` without a ``name``. Raises UnknownCharacter."""
        collection = await update_saved_rolls(
            self.saved_rolls,
            user_owner(by),
            lambda collection: collection.with_active_character(name or NO_CHARACTER, guild),
        )
        return collection.active_character(guild)

"""Deletes a character with all its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saving.saved_collections import user_owner
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class ForgetCharacter:
    """Deletes one of a player's characters. Recorded rolls keep its name."""

    saved_rolls: SavedRollStore

    async def __call__(self, by: UserId, name: str, guild: GuildId | None) -> None:
        """Delete the character called ``name`` here. Raises UnknownCharacter."""
        await update_saved_rolls(
            self.saved_rolls,
            user_owner(by),
            lambda collection: collection.without_character(name, guild),
        )

"""SwitchCharacter: a player plays another character here, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saved_collections import NO_CHARACTER, Character, user_owner
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class SwitchCharacter:
    """Note on the player's shelf who is played."""

    saved_rolls: SavedRollStore

    async def __call__(
        self, by: UserId, name: str | None, guild: GuildId | None
    ) -> Character | None:
        """Return who is played now; nobody without a ``name``. Raises UnknownCharacter."""
        shelf = await update_saved_rolls(
            self.saved_rolls,
            user_owner(by),
            lambda shelf: shelf.with_active_character(name or NO_CHARACTER, guild),
        )
        return shelf.active_character(guild)

"""Resolves names for a player, from the collections of the player and the guild."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import read_saved_rolls
from nazh.domain.dice.saving.saved_collections import user_owner, visible_texts
from nazh.domain.dice.saving.saved_rolls import referenced_texts
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class StoredNames:
    """Satisfies ``SavedNames`` by the rules of precedence and reference in the collections."""

    saved_rolls: SavedRollStore

    async def find(
        self, by: UserId, names: Collection[str], guild: GuildId | None = None
    ) -> Mapping[str, str]:
        """Return the texts of ``names`` and of the names that these use."""
        if not names:
            return {}
        own_saved, guild_saved = await read_saved_rolls(self.saved_rolls, by, guild)
        return referenced_texts(names, visible_texts(own_saved, guild_saved, guild))

    async def names(self, by: UserId, guild: GuildId | None = None) -> Collection[str]:
        """Return all names that ``by`` may use in ``guild``."""
        own_saved, guild_saved = await read_saved_rolls(self.saved_rolls, by, guild)
        return tuple(visible_texts(own_saved, guild_saved, guild))

    async def active_character(self, by: UserId, guild: GuildId | None) -> str | None:
        """Return the name of the active character of ``by`` in ``guild``."""
        owner = user_owner(by)
        character = (await self.saved_rolls.read([owner]))[owner].active_character(guild)
        return None if character is None else character.name

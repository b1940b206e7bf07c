"""Creates a character for a player, and makes it the active one."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saving.saved_collections import Character, user_owner
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class CharacterRequest:
    """A request to create a character; ``everywhere`` creates it for all servers."""

    by: UserId
    name: str
    guild: GuildId | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class MakeCharacter:
    """Adds a new character to the player's collection."""

    saved_rolls: SavedRollStore

    async def __call__(self, request: CharacterRequest) -> Character:
        """Return the character. Raises InvalidCharacter, CharacterExists and TooManyCharacters."""
        home = None if request.everywhere else request.guild
        collection = await update_saved_rolls(
            self.saved_rolls,
            user_owner(request.by),
            lambda collection: collection.with_character(request.name, home, request.guild),
        )
        character = collection.active_character(request.guild)
        assert character is not None
        return character

"""MakeCharacter: a player has somebody new to play, and plays them from now on."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.saved_collections import Character, user_owner
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class CharacterRequest:
    """Who makes whom, and where; ``everywhere`` makes a character for all servers."""

    by: UserId
    name: str
    guild: GuildId | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class MakeCharacter:
    """Put a new character on the player's shelf."""

    saved_rolls: SavedRollStore

    async def __call__(self, request: CharacterRequest) -> Character:
        """Return the character. Raises InvalidCharacter, CharacterExists and TooManyCharacters."""
        home = None if request.everywhere else request.guild
        shelf = await update_saved_rolls(
            self.saved_rolls,
            user_owner(request.by),
            lambda shelf: shelf.with_character(request.name, home, request.guild),
        )
        made = shelf.active_character(request.guild)
        assert made is not None
        return made

"""MakeCharacter: a player has somebody new to play, and plays them from now on."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.shelves import Character, shelf_of_player
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class CharacterRequest:
    """Who makes whom, and where; ``everywhere`` makes a character for all servers."""

    by: PlayerId
    name: str
    server: ServerId | None = None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class MakeCharacter:
    """Put a new character on the player's shelf."""

    shelves: SavedShelves

    async def __call__(self, request: CharacterRequest) -> Character:
        """Return the character. Raises UnfitCharacter, CharacterExists and TooManyCharacters."""
        home = None if request.everywhere else request.server
        shelf = await change_shelf(
            self.shelves,
            shelf_of_player(request.by),
            lambda shelf: shelf.with_character(request.name, home, request.server),
        )
        made = shelf.playing(request.server)
        assert made is not None
        return made

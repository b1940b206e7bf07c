"""ForgetCharacter: a character goes, with all its numbers."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.shelves import shelf_of_player
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class ForgetCharacter:
    """Take a character from the player's shelf. Rolls on record keep the name."""

    shelves: SavedShelves

    async def __call__(self, by: PlayerId, name: str, server: ServerId | None) -> None:
        """Forget who is called ``name`` here. Raises UnknownCharacter."""
        await change_shelf(
            self.shelves, shelf_of_player(by), lambda shelf: shelf.without_character(name, server)
        )

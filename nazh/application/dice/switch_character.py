"""SwitchCharacter: a player plays another character here, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.shelves import NOBODY, Character, shelf_of_player
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class SwitchCharacter:
    """Note on the player's shelf who is played."""

    shelves: SavedShelves

    async def __call__(
        self, by: PlayerId, name: str | None, server: ServerId | None
    ) -> Character | None:
        """Return who is played now; nobody without a ``name``. Raises UnknownCharacter."""
        shelf = await change_shelf(
            self.shelves,
            shelf_of_player(by),
            lambda shelf: shelf.with_played(name or NOBODY, server),
        )
        return shelf.playing(server)

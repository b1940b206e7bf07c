"""KeepShared: a player saves what another one has shared, with the rolls that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nazh.application.dice.errors import NameTaken
from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.saved_rolls import saved_name, saved_text
from nazh.domain.dice.shelves import Shelf, shelf_of_player
from nazh.domain.kernel.identity import PlayerId


@dataclass(frozen=True, slots=True)
class KeepRequest:
    """Who saves which texts, by their names with sign."""

    by: PlayerId
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KeepShared:
    """Save all of it or nothing; what is there already under the same name stays."""

    shelves: SavedShelves

    async def __call__(self, request: KeepRequest) -> tuple[str, ...]:
        """Return the names that are new. Raises NameTaken, TooManySaved and what SaveRoll does."""
        texts = {saved_name(name): text for name, text in request.texts.items()}
        checked = {name: saved_text(name, text, texts) for name, text in texts.items()}
        new: list[str] = []

        def kept(shelf: Shelf) -> Shelf:
            new.clear()
            for name, text in checked.items():
                there = shelf.texts.get(name)
                if there is None:
                    shelf = shelf.with_text(name, text)
                    new.append(name)
                elif there != text:
                    raise NameTaken(name)
            return shelf

        await change_shelf(self.shelves, shelf_of_player(request.by), kept)
        return tuple(new)

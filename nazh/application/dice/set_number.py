"""SetNumber: a character's number is set, or taken away."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedShelves
from nazh.application.dice.saved_places import change_shelf
from nazh.domain.dice.errors.saved import UnfitName
from nazh.domain.dice.saved_rolls import NUMBER, saved_name, saved_number
from nazh.domain.dice.shelves import Character, Shelf, shelf_of_player
from nazh.domain.kernel.identity import PlayerId, ServerId


@dataclass(frozen=True, slots=True)
class NumberRequest:
    """Which number of who is played on ``server``; ``None`` takes it away."""

    by: PlayerId
    name: str
    number: int | None
    server: ServerId | None = None


@dataclass(frozen=True, slots=True)
class NumberSet:
    """Whose number was set: ``name`` with its sign, and ``number`` as it is kept."""

    character: Character
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Change a number of the character that is played."""

    shelves: SavedShelves

    async def __call__(self, request: NumberRequest) -> NumberSet:
        """Return what was set.

        Raises UnfitName, NotANumber, NoCharacter, TooManyNumbers and UnknownName.
        """
        name = saved_name(request.name, NUMBER)
        if not name.startswith(NUMBER):
            raise UnfitName
        number = None if request.number is None else saved_number(name, str(request.number))

        def changed(shelf: Shelf) -> Shelf:
            if number is None:
                return shelf.without_number(name, request.server)
            return shelf.with_number(name, number, request.server)

        shelf = await change_shelf(self.shelves, shelf_of_player(request.by), changed)
        character = shelf.playing(request.server)
        assert character is not None
        return NumberSet(character, name, number)

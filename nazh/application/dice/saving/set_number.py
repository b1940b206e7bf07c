"""SetNumber: a character's number is set, or taken away."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.errors.saved import InvalidSavedName
from nazh.domain.dice.saved_collections import Character, SavedCollection, user_owner
from nazh.domain.dice.saved_rolls import NUMBER, saved_name, saved_number
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class NumberRequest:
    """Which number of who is played on ``server``; ``None`` takes it away."""

    by: UserId
    name: str
    number: int | None
    guild: GuildId | None = None


@dataclass(frozen=True, slots=True)
class NumberSet:
    """Whose number was set: ``name`` with its sign, and ``number`` as it is kept."""

    character: Character
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Change a number of the character that is played."""

    saved_rolls: SavedRollStore

    async def __call__(self, request: NumberRequest) -> NumberSet:
        """Return what was set.

        Raises InvalidSavedName, NotANumber, NoCharacter, TooManyNumbers and UnknownName.
        """
        name = saved_name(request.name, NUMBER)
        if not name.startswith(NUMBER):
            raise InvalidSavedName
        number = None if request.number is None else saved_number(name, str(request.number))

        def with_number(shelf: SavedCollection) -> SavedCollection:
            if number is None:
                return shelf.without_number(name, request.guild)
            return shelf.with_number(name, number, request.guild)

        shelf = await update_saved_rolls(self.saved_rolls, user_owner(request.by), with_number)
        character = shelf.active_character(request.guild)
        assert character is not None
        return NumberSet(character, name, number)

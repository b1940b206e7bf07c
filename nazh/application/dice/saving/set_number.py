"""Sets or removes a number of the active character."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.ports import SavedRollStore
from nazh.application.dice.saving.saved_roll_scopes import update_saved_rolls
from nazh.domain.dice.errors.saved import InvalidSavedName
from nazh.domain.dice.saving.saved_collections import Character, SavedCollection, user_owner
from nazh.domain.dice.saving.saved_rolls import NUMBER, saved_name, saved_number
from nazh.domain.kernel.identity import GuildId, UserId


@dataclass(frozen=True, slots=True)
class NumberRequest:
    """A request to set a number of the active character in ``guild``; ``None`` removes it."""

    by: UserId
    name: str
    number: int | None
    guild: GuildId | None = None


@dataclass(frozen=True, slots=True)
class NumberSet:
    """The character, the number's ``name`` with its sign, and ``number`` as stored."""

    character: Character
    name: str
    number: str | None


@dataclass(frozen=True, slots=True)
class SetNumber:
    """Changes a number of the active character."""

    saved_rolls: SavedRollStore

    async def __call__(self, request: NumberRequest) -> NumberSet:
        """Return what was set.

        Raises InvalidSavedName, NotANumber, NoCharacter, TooManyNumbers and UnknownName.
        """
        name = saved_name(request.name, NUMBER)
        if not name.startswith(NUMBER):
            raise InvalidSavedName
        number = None if request.number is None else saved_number(name, str(request.number))

        def with_number(collection: SavedCollection) -> SavedCollection:
            if number is None:
                return collection.without_number(name, request.guild)
            return collection.with_number(name, number, request.guild)

        collection = await update_saved_rolls(self.saved_rolls, user_owner(request.by), with_number)
        character = collection.active_character(request.guild)
        assert character is not None
        return NumberSet(character, name, number)

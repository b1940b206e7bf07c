"""Refusals about characters, their names, their numbers and their limits."""

from __future__ import annotations

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NoCharacter(Refusal):
    """A number was set for a character, but no character is active."""

    code = "no_character"
    says = N_("You aren't playing a character here.")
    remedy = N_("Create one with /character new.")


class UnknownCharacter(Refusal):
    """The player has no character of that name."""

    code = "unknown_character"
    says = N_("You don't have a character called {name} here.")
    remedy = N_("See yours with /character list.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class CharacterExists(Refusal):
    """The player already has a character of that name."""

    code = "character_exists"
    says = N_("You already have a character called {name}.")
    remedy = N_("Play it with /character switch.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class TooManyCharacters(Refusal):
    """More characters than a player may have."""

    code = "too_many_characters"
    says = N_("You can have at most {most} characters.")
    remedy = N_("Forget one with /character forget first.")

    def __init__(self) -> None:
        super().__init__(most=Limits.CHARACTERS_PER_PLAYER)


class TooManyNumbers(Refusal):
    """More numbers than one character may have."""

    code = "too_many_numbers"
    says = N_("A character can have at most {most} numbers.")
    remedy = N_("Save more with /save, for all your characters.")

    def __init__(self) -> None:
        super().__init__(most=Limits.NUMBERS_PER_CHARACTER)


class InvalidCharacter(Refusal):
    """A character's name that cannot be displayed."""

    code = "unfit_character"
    says = N_("A character's name has 1 to {most} characters, without formatting characters.")
    remedy = N_("Try Kaladin, or Old Jeskai.")

    def __init__(self) -> None:
        super().__init__(most=Limits.NAME_LENGTH)

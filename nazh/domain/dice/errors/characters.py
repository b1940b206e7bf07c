"""Refusals about characters, their names, their numbers and their limits."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class NoCharacter(Refusal):
    """A number was set for a character, but no character is active."""

    code: ClassVar[str] = "no_character"

    def __init__(self) -> None:
        super().__init__(
            N_("You aren't playing a character here."),
            hint=N_("Create one with /character new."),
        )


class UnknownCharacter(Refusal):
    """The player has no character of that name."""

    code: ClassVar[str] = "unknown_character"

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("You don't have a character called {name} here."),
            hint=N_("See yours with /character list."),
            name=name,
        )


class CharacterExists(Refusal):
    """The player already has a character of that name."""

    code: ClassVar[str] = "character_exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("You already have a character called {name}."),
            hint=N_("Play it with /character switch."),
            name=name,
        )


class TooManyCharacters(Refusal):
    """More characters than a player may have."""

    code: ClassVar[str] = "too_many_characters"

    def __init__(self) -> None:
        super().__init__(
            N_("You can have at most {most} characters."),
            hint=N_("Forget one with /character forget first."),
            most=Limits.CHARACTERS_PER_PLAYER,
        )


class TooManyNumbers(Refusal):
    """More numbers than one character may have."""

    code: ClassVar[str] = "too_many_numbers"

    def __init__(self) -> None:
        super().__init__(
            N_("A character can have at most {most} numbers."),
            hint=N_("Save more with /save, for all your characters."),
            most=Limits.NUMBERS_PER_CHARACTER,
        )


class InvalidCharacter(Refusal):
    """A character's name that cannot be displayed."""

    code: ClassVar[str] = "unfit_character"

    def __init__(self) -> None:
        super().__init__(
            N_("A character's name has 1 to {most} characters, without formatting characters."),
            hint=N_("Try Kaladin, or Old Jeskai."),
            most=Limits.NAME_LENGTH,
        )

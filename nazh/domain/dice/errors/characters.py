"""Refusals of characters: their names, their numbers, and how many there can be."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class NoCharacter(Refusal):
    """Numbers for a character where none is played."""

    code: ClassVar[str] = "no_character"

    def __init__(self) -> None:
        super().__init__(
            phrase("You play no character here."),
            hint=phrase("Make one with /character new."),
        )


class UnknownCharacter(Refusal):
    """A character that the player does not have."""

    code: ClassVar[str] = "unknown_character"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("You have no character called {name} here."),
            hint=phrase("Look for it with /character list."),
            name=name,
        )


class CharacterExists(Refusal):
    """A character with the name of another one of the same player."""

    code: ClassVar[str] = "character_exists"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("You have a character called {name} already."),
            hint=phrase("Play it with /character switch."),
            name=name,
        )


class TooManyCharacters(Refusal):
    """More characters than a player may have."""

    code: ClassVar[str] = "too_many_characters"

    def __init__(self) -> None:
        super().__init__(
            phrase("You can have at most {most} characters."),
            hint=phrase("Forget one with /character forget first."),
            most=Limits.CHARACTERS_OF_PLAYER,
        )


class TooManyNumbers(Refusal):
    """More numbers than one character may have."""

    code: ClassVar[str] = "too_many_numbers"

    def __init__(self) -> None:
        super().__init__(
            phrase("A character can have at most {most} numbers."),
            hint=phrase("Save further ones with /save, for all your characters."),
            most=Limits.NUMBERS_OF_CHARACTER,
        )


class UnfitCharacter(Refusal):
    """A character's name that could not be shown."""

    code: ClassVar[str] = "unfit_character"

    def __init__(self) -> None:
        super().__init__(
            phrase("A character's name has 1 to {most} characters, without signs that format."),
            hint=phrase("Try Kaladin, or Old Jeskai."),
            most=Limits.NAME,
        )

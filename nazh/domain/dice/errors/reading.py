"""Refusals of texts that cannot be understood."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal


class EmptyNotation(Refusal):
    """Nothing to throw was written."""

    code: ClassVar[str] = "empty_notation"

    def __init__(self) -> None:
        super().__init__("There is nothing to roll.", at=0, hint="Try 1d20+5, or 2d6.")


class NotationTooLong(Refusal):
    """More text than one roll may have."""

    code: ClassVar[str] = "notation_too_long"

    def __init__(self, characters: int, *, in_full: bool = False) -> None:
        self.characters = characters
        whose = "yours, written out in full," if in_full else "yours"
        super().__init__(
            f"A roll can be at most {Limits.CHARACTERS} characters long; {whose} has {characters}.",
            at=None if in_full else Limits.CHARACTERS,
            hint="Split it into two rolls.",
        )


class ForbiddenCharacter(Refusal):
    """A control character, an invisible one, or one that would format the reply."""

    code: ClassVar[str] = "forbidden_character"

    def __init__(self, character: str, at: int) -> None:
        self.character = character
        shown = (
            "a backtick" if character == "`" else f"an invisible character (U+{ord(character):04X})"
        )
        super().__init__(
            f"There is {shown} in your roll.", at=at, hint="Leave it out, or type the roll again."
        )


class UnreadableNotation(Refusal):
    """A text that is not a roll from the first to the last character."""

    code: ClassVar[str] = "unreadable_notation"

    def __init__(self, sentence: str, *, at: int, hint: str | None = None) -> None:
        super().__init__(sentence, at=at, hint=hint)


class TagWithoutCount(Refusal):
    """An edge before a die without a count, such as ``ad20``."""

    code: ClassVar[str] = "tag_without_count"

    def __init__(self, written: str, fixed: str, at: int) -> None:
        self.written, self.fixed = written, fixed
        super().__init__(
            f"“{written}” has a tag but no number of dice.", at=at, hint=f"Write {fixed}."
        )


class UnknownName(Refusal):
    """A saved number or roll that does not exist."""

    code: ClassVar[str] = "unknown_name"

    def __init__(self, name: str, at: int) -> None:
        self.name = name
        kind = "number" if name.startswith("@") else "roll"
        super().__init__(
            f"You have no saved {kind} called {name}.",
            at=at,
            hint="Write the number itself." if kind == "number" else "Write the roll itself.",
        )


class NestedTooDeep(Refusal):
    """More parentheses inside one another than anyone can follow."""

    code: ClassVar[str] = "nested_too_deep"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"Parentheses can be nested at most {Limits.NESTING} deep.",
            at=at,
            hint="Remove some of them.",
        )


class MisplacedModifier(Refusal):
    """A modifier where it has nothing to act on."""

    code: ClassVar[str] = "misplaced_modifier"

    def __init__(self, sentence: str, *, at: int, hint: str) -> None:
        super().__init__(sentence, at=at, hint=hint)


class WrongArguments(Refusal):
    """A function of one number that was given several."""

    code: ClassVar[str] = "wrong_arguments"

    def __init__(self, name: str, given: int, at: int) -> None:
        self.name, self.given = name, given
        super().__init__(
            f"{name}( ) takes one expression; you gave {given}.",
            at=at,
            hint="Only min and max take several.",
        )

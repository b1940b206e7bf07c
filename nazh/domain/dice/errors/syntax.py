"""Refusals of texts that cannot be parsed."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_, Fact


class EmptyNotation(Refusal):
    """A text without dice."""

    code: ClassVar[str] = "empty_notation"

    def __init__(self) -> None:
        super().__init__(N_("There is nothing to roll."), at=0, hint=N_("Try 1d20+5, or 2d6."))


class NotationTooLong(Refusal):
    """A text longer than one roll may be."""

    code: ClassVar[str] = "notation_too_long"

    def __init__(self, characters: int, *, in_full: bool = False) -> None:
        super().__init__(
            N_(
                "A roll can be at most {most} characters long; "
                "yours, written out in full, has {characters}."
            )
            if in_full
            else N_("A roll can be at most {most} characters long; yours has {characters}."),
            at=None if in_full else Limits.NOTATION_LENGTH,
            hint=N_("Split it into two rolls."),
            most=Limits.NOTATION_LENGTH,
            characters=characters,
        )


class ForbiddenCharacter(Refusal):
    """A control character, an invisible one, or one that would format the reply."""

    code: ClassVar[str] = "forbidden_character"

    def __init__(self, character: str, at: int) -> None:
        super().__init__(
            N_("There is a backtick in your roll.")
            if character == "`"
            else N_("There is an invisible character ({character}) in your roll."),
            at=at,
            hint=N_("Remove it, or type the roll again."),
            character=f"U+{ord(character):04X}",
        )


class UnreadableNotation(Refusal):
    """A text that is not a roll from beginning to end."""

    code: ClassVar[str] = "unreadable_notation"

    def __init__(self, says: str, *, at: int, hint: str | None = None, **facts: Fact) -> None:
        super().__init__(says, at=at, hint=hint, source=None, **facts)


class TagWithoutCount(Refusal):
    """An edge before a die without a count, such as ``ad20``."""

    code: ClassVar[str] = "tag_without_count"

    def __init__(self, written: str, fixed: str, at: int) -> None:
        super().__init__(
            N_("“{written}” has a tag but no number of dice."),
            at=at,
            hint=N_("Write {fixed}."),
            written=written,
            fixed=fixed,
        )


class UnknownName(Refusal):
    """A saved number or roll that does not exist; ``inside`` names the saved roll that uses it."""

    code: ClassVar[str] = "unknown_name"

    def __init__(self, name: str, at: int, *, inside: bool = False, alone: bool = False) -> None:
        is_number = name.startswith("@")
        if alone:
            hint = N_("/saved and /character list show what you have.")
        elif not is_number:
            hint = N_("Write the roll itself.")
        elif inside:  # where it cannot be inserted
            hint = N_("Give your character this number with /character set, or save it with /save.")
        else:
            hint = N_("Write the number itself.")
        super().__init__(
            N_("You don't have a saved number called {name}.")
            if is_number
            else N_("You don't have a saved roll called {name}."),
            at=at,
            hint=hint,
            name=name,
        )


class NestedTooDeep(Refusal):
    """Parentheses nested too deeply."""

    code: ClassVar[str] = "nested_too_deep"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("Parentheses can be nested at most {most} deep."),
            at=at,
            hint=N_("Remove some of them."),
            most=Limits.NESTING,
        )


class MisplacedModifier(Refusal):
    """A modifier after something that it cannot modify."""

    code: ClassVar[str] = "misplaced_modifier"

    def __init__(self, says: str, *, at: int, hint: str) -> None:
        super().__init__(says, at=at, hint=hint)


class NoTotal(Refusal):
    """A difficulty for a pool, or with a pool, that is only the plot die."""

    code: ClassVar[str] = "no_total"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            N_("A plot die alone has no total to compare with a difficulty."),
            at=at,
            hint=N_("Put the dice that have to reach it first, as in 1d20, dp."),
        )


class WrongArguments(Refusal):
    """Several arguments for a function of one number."""

    code: ClassVar[str] = "wrong_arguments"

    def __init__(self, name: str, given: int, at: int) -> None:
        super().__init__(
            N_("{name}( ) takes one expression; you gave {given}."),
            at=at,
            hint=N_("Only min and max take several."),
            name=name,
            given=given,
        )

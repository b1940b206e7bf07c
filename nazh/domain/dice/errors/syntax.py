"""Refusals of texts that cannot be parsed."""

from __future__ import annotations

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_, Fact


class EmptyNotation(Refusal):
    """A text without dice."""

    code = "empty_notation"
    says = N_("There is nothing to roll.")
    remedy = N_("Try 1d20+5, or 2d6.")

    def __init__(self) -> None:
        super().__init__(at=0)


class NotationTooLong(Refusal):
    """A text longer than one roll may be."""

    code = "notation_too_long"
    remedy = N_("Split it into two rolls.")

    def __init__(self, characters: int, *, in_full: bool = False) -> None:
        super().__init__(
            N_(
                "A roll can be at most {most} characters long; "
                "yours, written out in full, has {characters}."
            )
            if in_full
            else N_("A roll can be at most {most} characters long; yours has {characters}."),
            at=None if in_full else Limits.NOTATION_LENGTH,
            most=Limits.NOTATION_LENGTH,
            characters=characters,
        )


class ForbiddenCharacter(Refusal):
    """A control character, an invisible one, or one that would format the reply.

    A lone surrogate stands for a byte of a terminal's argument that is not UTF-8.
    """

    code = "forbidden_character"
    remedy = N_("Remove it, or type the roll again.")

    def __init__(self, character: str, at: int) -> None:
        if character == "`":
            says = N_("There is a backtick in your roll.")
        elif "\ud800" <= character <= "\udfff":
            says = N_("There is a character in your roll that is not UTF-8.")
        else:
            says = N_("There is an invisible character ({character}) in your roll.")
        super().__init__(says, at=at, character=f"U+{ord(character):04X}")


class UnreadableNotation(Refusal):
    """A text that is not a roll from beginning to end."""

    code = "unreadable_notation"

    def __init__(self, says: str, *, at: int, hint: str | None = None, **facts: Fact) -> None:
        super().__init__(says, at=at, hint=hint, source=None, **facts)


class TagWithoutCount(Refusal):
    """An edge before a die without a count, such as ``ad20``."""

    code = "tag_without_count"
    says = N_("“{written}” has a tag but no number of dice.")
    remedy = N_("Write {fixed}.")

    def __init__(self, written: str, fixed: str, at: int) -> None:
        super().__init__(at=at, written=written, fixed=fixed)


class UnknownName(Refusal):
    """A saved number or roll that does not exist.

    ``at`` is its place in a notation, and ``None`` for a name alone. ``inside`` is true if a saved
    roll uses it. ``nearest`` is a name that may have been meant; it is ``name`` itself if only the
    sign is missing.
    """

    code = "unknown_name"

    def __init__(
        self,
        name: str,
        at: int | None = None,
        *,
        inside: bool = False,
        nearest: str | None = None,
    ) -> None:
        is_number = name.startswith("@")
        if nearest is not None:
            hint = N_("Did you mean {nearest}?")
        elif at is None:
            hint = N_("/saved and /character list show what you have.")
        elif not is_number:
            hint = N_("Write the roll itself.")
        elif inside:  # where it cannot be inserted
            hint = N_("Give your character this number with /character set, or save it with /save.")
        else:
            hint = N_("Write the number itself.")
        if nearest == name:
            says = N_("I can't read “{word}” here.")
        elif is_number:
            says = N_("You don't have a saved number called {name}.")
        else:
            says = N_("You don't have a saved roll called {name}.")
        facts = {"word": name[1:], "name": name, "nearest": nearest or ""}
        super().__init__(says, at=at, hint=hint, **facts)


class NestedTooDeep(Refusal):
    """Parentheses nested too deeply."""

    code = "nested_too_deep"
    says = N_("Parentheses can be nested at most {most} deep.")
    remedy = N_("Remove some of them.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.NESTING)


class MisplacedModifier(Refusal):
    """A modifier after something that it cannot modify."""

    code = "misplaced_modifier"

    def __init__(self, says: str, *, at: int, hint: str) -> None:
        super().__init__(says, at=at, hint=hint)


class NoTotal(Refusal):
    """A difficulty for a pool, or with a pool, that is only the plot die."""

    code = "no_total"
    says = N_("A plot die alone has no total to compare with a difficulty.")
    remedy = N_("Put the dice that have to reach it first, as in 1d20, dp.")

    def __init__(self, at: int | None = None) -> None:
        super().__init__(at=at)


class WrongArguments(Refusal):
    """Several arguments for a function of one number."""

    code = "wrong_arguments"
    says = N_("{name}( ) takes one expression; you gave {given}.")
    remedy = N_("Only min and max take several.")

    def __init__(self, name: str, given: int, at: int) -> None:
        super().__init__(at=at, name=name, given=given)

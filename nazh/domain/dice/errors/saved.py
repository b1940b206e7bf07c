"""Refusals of what players save: names, parameters, and rolls that stand on other rolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class UnfitName(Refusal):
    """A name that the notation could not read back."""

    code: ClassVar[str] = "unfit_name"

    def __init__(self) -> None:
        super().__init__(
            phrase(
                "A name has 1 to {most} letters, digits and underscores, and begins with a letter."
            ),
            hint=phrase("Try fire_bolt."),
            most=Limits.NAME,
        )


class NotANumber(Refusal):
    """A saved number that is not one."""

    code: ClassVar[str] = "not_a_number"

    def __init__(self, name: str) -> None:
        super().__init__(
            phrase("{name} stands for a whole number, up to {most}."),
            hint=phrase("Save dice under a name with a $ instead."),
            name=name,
            most=Limits.NUMBER,
        )


class TooManySaved(Refusal):
    """More saved rolls and numbers than a shelf has room for."""

    code: ClassVar[str] = "too_many_saved"

    def __init__(self) -> None:
        super().__init__(
            phrase("At most {most} rolls and numbers can be saved in one place."),
            hint=phrase("Forget one with /forget first."),
            most=Limits.SAVED,
        )


class SavedCycle(Refusal):
    """Saved rolls that stand on one another in a circle."""

    code: ClassVar[str] = "saved_cycle"

    def __init__(self, names: Sequence[str], at: int) -> None:
        super().__init__(
            phrase("These saved rolls stand on one another in a circle: {cycle}."),
            at=at,
            hint=phrase("Write one of them without the next."),
            cycle=" → ".join(names),
        )


class SavedTooDeep(Refusal):
    """Saved rolls inside saved rolls, further than anyone can follow."""

    code: ClassVar[str] = "saved_too_deep"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("Saved rolls can stand at most {most} deep inside one another."),
            at=at,
            hint=phrase("Write out one of them."),
            most=Limits.SAVED_NESTING,
        )


class TooMuchSaved(Refusal):
    """More saved text in one roll than the table reads."""

    code: ClassVar[str] = "too_much_saved"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("Saved rolls can come to at most {most} characters in one roll."),
            at=at,
            hint=phrase("Use fewer of them, or shorter ones."),
            most=Limits.SAVED_CHARACTERS,
        )


class RepeatsInside(Refusal):
    """A saved roll that repeats itself, beside other dice."""

    code: ClassVar[str] = "repeats_inside"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            phrase("{name} repeats itself, so it has to stand alone."),
            at=at,
            hint=phrase("Roll the rest separately."),
            name=name,
        )


class TooManyParameters(Refusal):
    """More places to fill than one roll may have."""

    code: ClassVar[str] = "too_many_parameters"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A saved roll can have at most {most} parameters."),
            at=at,
            hint=phrase("Write some of the numbers themselves."),
            most=Limits.PARAMETERS,
        )


class DefaultTwice(Refusal):
    """A parameter that is said to be two things unless somebody says otherwise."""

    code: ClassVar[str] = "default_twice"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            phrase("The parameter {name} has two defaults."),
            at=at,
            hint=phrase("Give it one, where it stands first."),
            name=name,
        )


class ParameterOutside(Refusal):
    """A parameter in a roll that is not saved, so that nobody fills it."""

    code: ClassVar[str] = "parameter_outside"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            phrase("The parameter {name} belongs in a saved roll; here nothing fills it."),
            at=at,
            hint=phrase("Save the roll with /save, or write a number here."),
            name=name,
        )


class RunsTogether(Refusal):
    """A parameter that would become part of the number beside it."""

    code: ClassVar[str] = "runs_together"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            phrase("The parameter {name} would run together with the number beside it."),
            at=at,
            hint=phrase("Put a sign in between."),
            name=name,
        )


class MissingArgument(Refusal):
    """A saved roll without something that it needs."""

    code: ClassVar[str] = "missing_argument"

    def __init__(self, roll: str, missing: str, call: str, at: int) -> None:
        super().__init__(
            phrase("{roll} needs to be told {parameter}."),
            at=at,
            hint=phrase("Write {call}, with numbers or dice in place of the words."),
            roll=roll,
            parameter=missing,
            call=call,
        )


class TooManyArguments(Refusal):
    """More in the parentheses of a saved roll than it has parameters."""

    code: ClassVar[str] = "too_many_arguments"

    def __init__(self, roll: str, call: str, at: int) -> None:
        super().__init__(
            phrase("That is more than {roll} has parameters for."),
            at=at,
            hint=phrase("Write {call}."),
            roll=roll,
            call=call,
        )


class UnknownParameter(Refusal):
    """A parameter that the saved roll does not have."""

    code: ClassVar[str] = "unknown_parameter"

    def __init__(self, roll: str, name: str, call: str, at: int) -> None:
        super().__init__(
            phrase("{roll} has no parameter {parameter}."),
            at=at,
            hint=phrase("Write {call}."),
            roll=roll,
            parameter=name,
            call=call,
        )


class ArgumentTwice(Refusal):
    """A parameter that is filled twice."""

    code: ClassVar[str] = "argument_twice"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            phrase("The parameter {parameter} is given twice."),
            at=at,
            hint=phrase("Leave one of them out."),
            parameter=name,
        )

"""Refusals about saved rolls and numbers: names, parameters, and references to one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidSavedName(Refusal):
    """A name that the notation cannot parse."""

    code: ClassVar[str] = "unfit_name"

    def __init__(self) -> None:
        super().__init__(
            N_("A name has 1 to {most} letters, digits and underscores, and begins with a letter."),
            hint=N_("Try fire_bolt."),
            most=Limits.NAME_LENGTH,
        )


class NotANumber(Refusal):
    """A saved number that is not a number."""

    code: ClassVar[str] = "not_a_number"

    def __init__(self, name: str) -> None:
        super().__init__(
            N_("{name} must be a whole number, up to {most}."),
            hint=N_("Save dice under a name with a $ instead."),
            name=name,
            most=Limits.NUMBER,
        )


class TooManySaved(Refusal):
    """More saved rolls and numbers than one collection may have."""

    code: ClassVar[str] = "too_many_saved"

    def __init__(self) -> None:
        super().__init__(
            N_("You can save at most {most} rolls and numbers in one place."),
            hint=N_("Forget one with /forget first."),
            most=Limits.SAVED_PER_OWNER,
        )


class SavedCycle(Refusal):
    """Saved rolls that refer to one another in a cycle."""

    code: ClassVar[str] = "saved_cycle"

    def __init__(self, names: Sequence[str], at: int) -> None:
        super().__init__(
            N_("These saved rolls refer to each other in a cycle: {cycle}."),
            at=at,
            hint=N_("Remove one of these references."),
            cycle=" → ".join(names),
        )


class SavedTooDeep(Refusal):
    """Saved rolls nested too deeply."""

    code: ClassVar[str] = "saved_too_deep"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("Saved rolls can be nested at most {most} deep."),
            at=at,
            hint=N_("Write one of them out in full."),
            most=Limits.SAVED_NESTING,
        )


class SavedTextsTooLong(Refusal):
    """More saved text in one roll than the limit."""

    code: ClassVar[str] = "too_much_saved"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("Saved rolls can add up to at most {most} characters in one roll."),
            at=at,
            hint=N_("Use fewer of them, or shorter ones."),
            most=Limits.SAVED_TEXT_LENGTH,
        )


class NestedRepeats(Refusal):
    """A saved roll with repeats, combined with other dice."""

    code: ClassVar[str] = "repeats_inside"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            N_("{name} has repeats of its own, so it must stand alone."),
            at=at,
            hint=N_("Roll the rest separately."),
            name=name,
        )


class TooManyParameters(Refusal):
    """More parameters than one saved roll may have."""

    code: ClassVar[str] = "too_many_parameters"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A saved roll can have at most {most} parameters."),
            at=at,
            hint=N_("Replace some of them with the numbers themselves."),
            most=Limits.PARAMETERS,
        )


class ConflictingDefaults(Refusal):
    """A parameter with two different defaults."""

    code: ClassVar[str] = "default_twice"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            N_("The parameter {name} has two defaults."),
            at=at,
            hint=N_("Give it one, where it first appears."),
            name=name,
        )


class ParameterOutsideSavedRoll(Refusal):
    """A parameter in a roll that is not saved, so that it never gets a value."""

    code: ClassVar[str] = "parameter_outside"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            N_("The parameter {name} belongs in a saved roll; nothing fills it here."),
            at=at,
            hint=N_("Save the roll with /save, or write a number here."),
            name=name,
        )


class ParameterTouchesDigit(Refusal):
    """A parameter that would become part of an adjacent number."""

    code: ClassVar[str] = "runs_together"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            N_("The parameter {name} would run together with the number beside it."),
            at=at,
            hint=N_("Put an operator in between."),
            name=name,
        )


class MissingArgument(Refusal):
    """A saved roll without an argument that it requires."""

    code: ClassVar[str] = "missing_argument"

    def __init__(self, roll: str, missing: str, call: str, at: int) -> None:
        super().__init__(
            N_("{roll} needs a value for {parameter}."),
            at=at,
            hint=N_("Write {call}, with numbers or dice in place of the words."),
            roll=roll,
            parameter=missing,
            call=call,
        )


class TooManyArguments(Refusal):
    """More arguments than the saved roll has parameters."""

    code: ClassVar[str] = "too_many_arguments"

    def __init__(self, roll: str, call: str, at: int) -> None:
        super().__init__(
            N_("Those are more values than {roll} has parameters."),
            at=at,
            hint=N_("Write {call}."),
            roll=roll,
            call=call,
        )


class UnknownParameter(Refusal):
    """An argument for a parameter that the saved roll does not have."""

    code: ClassVar[str] = "unknown_parameter"

    def __init__(self, roll: str, name: str, call: str, at: int) -> None:
        super().__init__(
            N_("{roll} has no parameter {parameter}."),
            at=at,
            hint=N_("Write {call}."),
            roll=roll,
            parameter=name,
            call=call,
        )


class DuplicateArgument(Refusal):
    """Two arguments for one parameter."""

    code: ClassVar[str] = "argument_twice"

    def __init__(self, name: str, at: int) -> None:
        super().__init__(
            N_("The parameter {parameter} is given twice."),
            at=at,
            hint=N_("Remove one of them."),
            parameter=name,
        )

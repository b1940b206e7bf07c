"""Refusals about saved rolls and numbers: names, parameters, and references to one another."""

from __future__ import annotations

from collections.abc import Sequence

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class InvalidSavedName(Refusal):
    """A name that the notation cannot parse."""

    code = "unfit_name"
    says = N_("A name has 1 to {most} letters, digits and underscores, and begins with a letter.")
    remedy = N_("Try fire_bolt.")

    def __init__(self, most: int = Limits.NAME_LENGTH) -> None:
        super().__init__(most=most)


class NotANumber(Refusal):
    """A saved number that is not a number."""

    code = "not_a_number"
    says = N_("{name} must be a whole number, up to {most}.")
    remedy = N_("Save dice under a name with a $ instead.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name, most=Limits.NUMBER)


class TooManySaved(Refusal):
    """More saved rolls and numbers than one collection may have."""

    code = "too_many_saved"
    says = N_("You can save at most {most} rolls and numbers in one place.")
    remedy = N_("Forget one with /forget first.")

    def __init__(self) -> None:
        super().__init__(most=Limits.SAVED_PER_OWNER)


class SavedCycle(Refusal):
    """Saved rolls that refer to each other in a cycle."""

    code = "saved_cycle"
    says = N_("These saved rolls refer to each other in a cycle: {cycle}.")
    remedy = N_("Remove one of these references.")

    def __init__(self, names: Sequence[str], at: int) -> None:
        super().__init__(at=at, cycle=" → ".join(names))


class SavedTooDeep(Refusal):
    """Saved rolls nested too deeply."""

    code = "saved_too_deep"
    says = N_("Saved rolls can be nested at most {most} deep.")
    remedy = N_("Write one of them out in full.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.SAVED_NESTING)


class SavedTextsTooLong(Refusal):
    """More saved text in one roll than the limit."""

    code = "too_much_saved"
    says = N_("Saved rolls can add up to at most {most} characters in one roll.")
    remedy = N_("Use fewer of them, or shorter ones.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.SAVED_TEXT_LENGTH)


class NestedRepeats(Refusal):
    """A saved roll with repeats, combined with other dice."""

    code = "repeats_inside"
    says = N_("{name} has repeats of its own, so it must stand alone.")
    remedy = N_("Roll the rest separately.")

    def __init__(self, name: str, at: int) -> None:
        super().__init__(at=at, name=name)


class TooManyParameters(Refusal):
    """More parameters than one saved roll may have."""

    code = "too_many_parameters"
    says = N_("A saved roll can have at most {most} parameters.")
    remedy = N_("Replace some of them with the numbers themselves.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.PARAMETERS)


class ConflictingDefaults(Refusal):
    """A parameter with two different defaults."""

    code = "default_twice"
    says = N_("The parameter {name} has two defaults.")
    remedy = N_("Give it one, where it first appears.")

    def __init__(self, name: str, at: int) -> None:
        super().__init__(at=at, name=name)


class ParameterOutsideSavedRoll(Refusal):
    """A parameter in a roll that is not saved, and so can never get a value."""

    code = "parameter_outside"
    says = N_("The parameter {name} belongs in a saved roll; nothing fills it here.")
    remedy = N_("Write a number in its place.")

    def __init__(self, name: str, at: int) -> None:
        super().__init__(at=at, name=name)


class ParameterTouchesDigit(Refusal):
    """A parameter that would become part of an adjacent number."""

    code = "runs_together"
    says = N_("The parameter {name} would run together with the number beside it.")
    remedy = N_("Put an operator in between.")

    def __init__(self, name: str, at: int) -> None:
        super().__init__(at=at, name=name)


class MissingArgument(Refusal):
    """A saved roll without an argument that it requires."""

    code = "missing_argument"
    says = N_("{roll} needs a value for {parameter}.")
    remedy = N_("Write {call}, with numbers or dice in place of the words.")

    def __init__(self, roll: str, missing: str, call: str, at: int) -> None:
        super().__init__(at=at, roll=roll, parameter=missing, call=call)


class TooManyArguments(Refusal):
    """More arguments than the saved roll has parameters."""

    code = "too_many_arguments"
    says = N_("Those are more values than {roll} has parameters.")
    remedy = N_("Write {call}.")

    def __init__(self, roll: str, call: str, at: int) -> None:
        super().__init__(at=at, roll=roll, call=call)


class UnknownParameter(Refusal):
    """An argument for a parameter that the saved roll does not have."""

    code = "unknown_parameter"
    says = N_("{roll} has no parameter {parameter}.")
    remedy = N_("Write {call}.")

    def __init__(self, roll: str, name: str, call: str, at: int) -> None:
        super().__init__(at=at, roll=roll, parameter=name, call=call)


class DuplicateArgument(Refusal):
    """Two arguments for one parameter."""

    code = "argument_twice"
    says = N_("The parameter {parameter} is given twice.")
    remedy = N_("Remove one of them.")

    def __init__(self, name: str, at: int) -> None:
        super().__init__(at=at, parameter=name)

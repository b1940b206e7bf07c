"""Refusals of valid notation that asks for too much, too little or the impossible."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class TooManyPools(Refusal):
    """More pools than one roll may have."""

    code: ClassVar[str] = "too_many_pools"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A roll can have at most {most} pools."),
            at=at,
            hint=N_("Roll the rest separately."),
            most=Limits.POOLS,
        )


class NoDice(Refusal):
    """A pool of zero dice."""

    code: ClassVar[str] = "no_dice"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A pool needs at least one die."),
            at=at,
            hint=N_("Write 1 or more before the d."),
        )


class TooManyDice(Refusal):
    """More dice in one pool than the limit."""

    code: ClassVar[str] = "too_many_dice"

    def __init__(self, asked: int, at: int) -> None:
        super().__init__(
            N_("You can roll at most {most} dice in one pool; you asked for {asked}."),
            at=at,
            hint=N_("Split them across several pools."),
            most=Limits.DICE_IN_POOL,
            asked=asked,
        )


class TooManyDiceInRoll(Refusal):
    """More dice in all pools and repeats than the limit."""

    code: ClassVar[str] = "too_many_dice_in_all"

    def __init__(self, asked: int) -> None:
        super().__init__(
            N_("You can roll at most {most} dice in one roll; you asked for {asked}."),
            at=0,
            hint=N_("Use fewer dice or fewer repeats."),
            most=Limits.DICE_IN_ROLL,
            asked=asked,
        )


class NoSides(Refusal):
    """A die without faces."""

    code: ClassVar[str] = "no_sides"

    def __init__(self, at: int) -> None:
        super().__init__(N_("A die needs at least one side."), at=at, hint=N_("Try d6 or d20."))


class TooManySides(Refusal):
    """A die with more faces than the limit."""

    code: ClassVar[str] = "too_many_sides"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A die can have at most {most} sides."),
            at=at,
            hint=N_("Use a smaller die."),
            most=Limits.SIDES,
        )


class TooManyTags(Refusal):
    """More tags than dice."""

    code: ClassVar[str] = "too_many_tags"

    def __init__(self, tags: int, dice: int, at: int) -> None:
        super().__init__(
            N_("There are more tags ({tags}) than dice ({dice})."),
            at=at,
            hint=N_("Each of a, d, n and p belongs to one die."),
            tags=tags,
            dice=dice,
        )


class TooManyModifiers(Refusal):
    """More modifiers on one term than the limit."""

    code: ClassVar[str] = "too_many_modifiers"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("Dice can have at most {most} modifiers."),
            at=at,
            hint=N_("Remove some."),
            most=Limits.MODIFIERS,
        )


class TooManyNames(Refusal):
    """More saved names in one roll than the limit."""

    code: ClassVar[str] = "too_many_names"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A roll can use at most {most} saved names, including those in saved rolls."),
            at=at,
            hint=N_("Replace some of them with the numbers themselves."),
            most=Limits.SAVED_NAMES_IN_ROLL,
        )


class NoRepeats(Refusal):
    """A roll repeated zero times."""

    code: ClassVar[str] = "no_repeats"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A roll must be repeated at least once."), at=at, hint=N_("Remove the 0x.")
        )


class TooManyRepeats(Refusal):
    """A roll repeated more often than the limit."""

    code: ClassVar[str] = "too_many_repeats"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("A roll can be repeated at most {most} times."),
            at=at,
            hint=N_("Repeat it fewer times."),
            most=Limits.REPEATS,
        )


class NumberTooLarge(Refusal):
    """A number beyond the supported range."""

    code: ClassVar[str] = "number_too_large"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("Numbers can be at most {most}."),
            at=at,
            hint=N_("Use a smaller number."),
            most=Limits.NUMBER,
        )


class DuplicatePlotDie(Refusal):
    """A roll with two plot dice."""

    code: ClassVar[str] = "second_plot_die"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            N_("A roll can have only one plot die."),
            at=at,
            hint=N_("Remove the second plot die."),
        )


class PlotDieHasSixSides(Refusal):
    """A plot tag on a die that is not a d6."""

    code: ClassVar[str] = "plot_die_has_six_sides"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("The plot die is a six-sided die."), at=at, hint=N_("Write p1d6, or dp.")
        )


class KeepsNothing(Refusal):
    """A keep or drop of zero dice."""

    code: ClassVar[str] = "keeps_nothing"

    def __init__(self, at: int) -> None:
        super().__init__(
            N_("Keep and drop need a number of at least 1."),
            at=at,
            hint=N_("Try kh1, or dl1."),
        )


class EndlessRoll(Refusal):
    """An explosion or a reroll that no face ends."""

    code: ClassVar[str] = "endless_roll"

    def __init__(self, at: int, *, is_reroll: bool) -> None:
        super().__init__(
            N_("This reroll would never end: every face of the die triggers another.")
            if is_reroll
            else N_("This explosion would never end: every face of the die triggers another."),
            at=at,
            hint=N_("Leave at least one face out of the condition."),
        )


class ImpossibleUnique(Refusal):
    """Unique dice, but more of them than the die has faces."""

    code: ClassVar[str] = "impossible_unique"

    def __init__(self, dice: int, values: int, at: int) -> None:
        super().__init__(
            N_("There are more dice that must differ ({dice}) than different faces ({faces})."),
            at=at,
            hint=N_("Roll fewer dice, or dice with more sides."),
            dice=dice,
            faces=values,
        )

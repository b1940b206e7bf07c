"""Refusals of rolls that are understood, but ask for too much, too little or the impossible."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.phrases import phrase


class TooManyPools(Refusal):
    """More pools than one roll may hold."""

    code: ClassVar[str] = "too_many_pools"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A roll can have at most {most} pools."),
            at=at,
            hint=phrase("Roll the rest separately."),
            most=Limits.POOLS,
        )


class NoDice(Refusal):
    """A pool of zero dice."""

    code: ClassVar[str] = "no_dice"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A pool needs at least one die."),
            at=at,
            hint=phrase("Write 1 or more before the d."),
        )


class TooManyDice(Refusal):
    """More dice in one pool than the table allows."""

    code: ClassVar[str] = "too_many_dice"

    def __init__(self, asked: int, at: int) -> None:
        super().__init__(
            phrase("You can throw at most {most} dice in one pool; you asked for {asked}."),
            at=at,
            hint=phrase("Split them over several pools."),
            most=Limits.DICE_IN_POOL,
            asked=asked,
        )


class TooManyDiceInAll(Refusal):
    """More dice in all pools and repeats than the table allows."""

    code: ClassVar[str] = "too_many_dice_in_all"

    def __init__(self, asked: int) -> None:
        super().__init__(
            phrase("You can throw at most {most} dice in one roll; you asked for {asked}."),
            at=0,
            hint=phrase("Use fewer dice or fewer repeats."),
            most=Limits.DICE_IN_ALL,
            asked=asked,
        )


class NoSides(Refusal):
    """A die without a face."""

    code: ClassVar[str] = "no_sides"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A die needs at least one side."), at=at, hint=phrase("Try d6 or d20.")
        )


class TooManySides(Refusal):
    """A die with more faces than the table allows."""

    code: ClassVar[str] = "too_many_sides"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A die can have at most {most} sides."),
            at=at,
            hint=phrase("Use a smaller die."),
            most=Limits.SIDES,
        )


class TooManyTags(Refusal):
    """More tags than dice."""

    code: ClassVar[str] = "too_many_tags"

    def __init__(self, tags: int, dice: int, at: int) -> None:
        super().__init__(
            phrase("There are more tags ({tags}) than dice ({dice})."),
            at=at,
            hint=phrase("Each of a, d, n and p belongs to one die."),
            tags=tags,
            dice=dice,
        )


class TooManyModifiers(Refusal):
    """More modifiers behind one term than anyone can follow."""

    code: ClassVar[str] = "too_many_modifiers"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("Dice can have at most {most} modifiers."),
            at=at,
            hint=phrase("Leave some out."),
            most=Limits.MODIFIERS,
        )


class TooManyNames(Refusal):
    """More saved names in one roll than the table looks up."""

    code: ClassVar[str] = "too_many_names"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A roll can use at most {most} saved names, those in saved rolls included."),
            at=at,
            hint=phrase("Write some of the numbers themselves."),
            most=Limits.NAMES,
        )


class NoRepeats(Refusal):
    """A roll repeated zero times."""

    code: ClassVar[str] = "no_repeats"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A roll is repeated at least once."), at=at, hint=phrase("Leave the 0x out.")
        )


class TooManyRepeats(Refusal):
    """A roll repeated more often than the table allows."""

    code: ClassVar[str] = "too_many_repeats"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("A roll can be repeated at most {most} times."),
            at=at,
            hint=phrase("Repeat it less."),
            most=Limits.REPEATS,
        )


class NumberTooLarge(Refusal):
    """A number beyond what the table reckons with."""

    code: ClassVar[str] = "number_too_large"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("Numbers can be at most {most}."),
            at=at,
            hint=phrase("Use a smaller number."),
            most=Limits.NUMBER,
        )


class SecondPlotDie(Refusal):
    """A roll with two plot dice."""

    code: ClassVar[str] = "second_plot_die"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            phrase("A roll can have only one plot die."),
            at=at,
            hint=phrase("Remove the second plot die."),
        )


class PlotDieHasSixSides(Refusal):
    """A plot tag on a die that is not a d6."""

    code: ClassVar[str] = "plot_die_has_six_sides"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("The plot die is a six-sided die."), at=at, hint=phrase("Write p1d6, or dp.")
        )


class KeepsNothing(Refusal):
    """A keep or drop of zero dice."""

    code: ClassVar[str] = "keeps_nothing"

    def __init__(self, at: int) -> None:
        super().__init__(
            phrase("Keep and drop need a number of at least 1."),
            at=at,
            hint=phrase("Try kh1, or dl1."),
        )


class EndlessRoll(Refusal):
    """An explosion or a reroll that no face could end."""

    code: ClassVar[str] = "endless_roll"

    def __init__(self, at: int, *, is_reroll: bool) -> None:
        super().__init__(
            phrase("This reroll could never end: every face of the die asks for another.")
            if is_reroll
            else phrase("This explosion could never end: every face of the die asks for another."),
            at=at,
            hint=phrase("Leave at least one face out of the condition."),
        )


class ImpossibleUnique(Refusal):
    """More dice that must differ than the die has faces."""

    code: ClassVar[str] = "impossible_unique"

    def __init__(self, dice: int, values: int, at: int) -> None:
        super().__init__(
            phrase("There are more dice that must differ ({dice}) than different faces ({faces})."),
            at=at,
            hint=phrase("Throw fewer dice, or dice with more sides."),
            dice=dice,
            faces=values,
        )

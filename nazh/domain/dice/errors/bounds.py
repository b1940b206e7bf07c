"""Refusals of valid notation that asks for too much, too little or the impossible."""

from __future__ import annotations

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.texts import N_


class TooManyPools(Refusal):
    """More pools than one roll may have."""

    code = "too_many_pools"
    says = N_("A roll can have at most {most} pools.")
    remedy = N_("Roll the rest separately.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.POOLS)


class NoDice(Refusal):
    """A pool of zero dice."""

    code = "no_dice"
    says = N_("A pool needs at least one die.")
    remedy = N_("Write 1 or more before the d.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at)


class TooManyDice(Refusal):
    """More dice in one pool than the limit."""

    code = "too_many_dice"
    says = N_("You can roll at most {most} dice in one pool; you asked for {asked}.")
    remedy = N_("Split them across several pools.")

    def __init__(self, asked: int, at: int) -> None:
        super().__init__(at=at, most=Limits.DICE_IN_POOL, asked=asked)


class TooManyDiceInRoll(Refusal):
    """More dice in all pools and repeats than the limit."""

    code = "too_many_dice_in_all"
    says = N_("You can roll at most {most} dice in one roll; you asked for {asked}.")
    remedy = N_("Use fewer dice or fewer repeats.")

    def __init__(self, asked: int) -> None:
        super().__init__(at=0, most=Limits.DICE_IN_ROLL, asked=asked)


class NoSides(Refusal):
    """A die without faces."""

    code = "no_sides"
    says = N_("A die needs at least one side.")
    remedy = N_("Try d6 or d20.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at)


class TooManySides(Refusal):
    """A die with more faces than the limit."""

    code = "too_many_sides"
    says = N_("A die can have at most {most} sides.")
    remedy = N_("Use a smaller die.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.SIDES)


class TooManyTags(Refusal):
    """More tags than dice."""

    code = "too_many_tags"
    says = N_("There are more tags ({tags}) than dice ({dice}).")
    remedy = N_("Each of a, d, n and p belongs to one die.")

    def __init__(self, tags: int, dice: int, at: int) -> None:
        super().__init__(at=at, tags=tags, dice=dice)


class TooManyModifiers(Refusal):
    """More modifiers on one term than the limit."""

    code = "too_many_modifiers"
    says = N_("Dice can have at most {most} modifiers.")
    remedy = N_("Remove some.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.MODIFIERS)


class TooManyNames(Refusal):
    """More saved names in one roll than the limit."""

    code = "too_many_names"
    says = N_("A roll can use at most {most} saved names, including those in saved rolls.")
    remedy = N_("Replace some of them with the numbers themselves.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.SAVED_NAMES_IN_ROLL)


class NoRepeats(Refusal):
    """A roll repeated zero times."""

    code = "no_repeats"
    says = N_("A roll must be repeated at least once.")
    remedy = N_("Remove the 0x.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at)


class TooManyRepeats(Refusal):
    """A roll repeated more often than the limit."""

    code = "too_many_repeats"
    says = N_("A roll can be repeated at most {most} times.")
    remedy = N_("Repeat it fewer times.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.REPEATS)


class RepeatBesideRolls(Refusal):
    """A repeated roll in a message that has other rolls, too."""

    code = "repeat_beside_rolls"
    says = N_("{roll} is repeated, so it can't be rolled together with the other dice.")
    remedy = N_("Roll them separately, with /roll.")

    def __init__(self, roll: str) -> None:
        super().__init__(roll=roll)


class NumberTooLarge(Refusal):
    """A number beyond the supported range."""

    code = "number_too_large"
    says = N_("Numbers can be at most {most}.")
    remedy = N_("Use a smaller number.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at, most=Limits.NUMBER)


class DuplicatePlotDie(Refusal):
    """A roll with two plot dice."""

    code = "second_plot_die"
    says = N_("A roll can have only one plot die.")
    remedy = N_("Remove the second plot die.")

    def __init__(self, at: int | None = None) -> None:
        super().__init__(at=at)


class PlotDieHasSixSides(Refusal):
    """A plot tag on a die that is not a d6."""

    code = "plot_die_has_six_sides"
    says = N_("The plot die is a six-sided die.")
    remedy = N_("Write p1d6, or dp.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at)


class KeepsNothing(Refusal):
    """A keep or drop of zero dice."""

    code = "keeps_nothing"
    says = N_("Keep and drop need a number of at least 1.")
    remedy = N_("Try kh1, or dl1.")

    def __init__(self, at: int) -> None:
        super().__init__(at=at)


class EndlessRoll(Refusal):
    """An explosion or a reroll that every face triggers again."""

    code = "endless_roll"
    remedy = N_("Leave at least one face out of the condition.")

    def __init__(self, at: int, *, is_reroll: bool) -> None:
        super().__init__(
            N_("This reroll would never end: every face of the die triggers another.")
            if is_reroll
            else N_("This explosion would never end: every face of the die triggers another."),
            at=at,
        )


class ImpossibleUnique(Refusal):
    """More unique dice than the die has faces."""

    code = "impossible_unique"
    says = N_("There are more dice that must differ ({dice}) than different faces ({faces}).")
    remedy = N_("Roll fewer dice, or dice with more sides.")

    def __init__(self, dice: int, values: int, at: int) -> None:
        super().__init__(at=at, dice=dice, faces=values)

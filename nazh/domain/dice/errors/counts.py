"""Refusals of rolls that are understood, but ask for too much, too little or the impossible."""

from __future__ import annotations

from typing import ClassVar

from nazh.domain.dice.limits import Limits
from nazh.domain.kernel.errors import Refusal


class TooManyPools(Refusal):
    """More pools than one roll may hold."""

    code: ClassVar[str] = "too_many_pools"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"A roll can have at most {Limits.POOLS} pools.",
            at=at,
            hint="Roll the rest separately.",
        )


class NoDice(Refusal):
    """A pool of zero dice."""

    code: ClassVar[str] = "no_dice"

    def __init__(self, at: int) -> None:
        super().__init__(
            "A pool needs at least one die.", at=at, hint="Write 1 or more before the d."
        )


class TooManyDice(Refusal):
    """More dice in one pool than the table allows."""

    code: ClassVar[str] = "too_many_dice"

    def __init__(self, asked: int, at: int) -> None:
        self.asked = asked
        super().__init__(
            f"You can throw at most {Limits.DICE_IN_POOL} dice in one pool; you asked for {asked}.",
            at=at,
            hint="Split them over several pools.",
        )


class TooManyDiceInAll(Refusal):
    """More dice in all pools and repeats than the table allows."""

    code: ClassVar[str] = "too_many_dice_in_all"

    def __init__(self, asked: int) -> None:
        self.asked = asked
        super().__init__(
            f"You can throw at most {Limits.DICE_IN_ALL} dice in one roll; you asked for {asked}.",
            at=0,
            hint="Use fewer dice or fewer repeats.",
        )


class NoSides(Refusal):
    """A die without a face."""

    code: ClassVar[str] = "no_sides"

    def __init__(self, at: int) -> None:
        super().__init__("A die needs at least one side.", at=at, hint="Try d6 or d20.")


class TooManySides(Refusal):
    """A die with more faces than the table allows."""

    code: ClassVar[str] = "too_many_sides"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"A die can have at most {Limits.SIDES:,} sides.", at=at, hint="Use a smaller die."
        )


class TooManyTags(Refusal):
    """More tags than dice."""

    code: ClassVar[str] = "too_many_tags"

    def __init__(self, tags: int, dice: int, at: int) -> None:
        self.tags, self.dice = tags, dice
        super().__init__(
            f"There are {tags} tags for {dice} {'die' if dice == 1 else 'dice'}.",
            at=at,
            hint="Each of a, d, n and p belongs to one die.",
        )


class TooManyModifiers(Refusal):
    """More modifiers behind one term than anyone can follow."""

    code: ClassVar[str] = "too_many_modifiers"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"Dice can have at most {Limits.MODIFIERS} modifiers.", at=at, hint="Leave some out."
        )


class TooManyNames(Refusal):
    """More saved names in one roll than the table looks up."""

    code: ClassVar[str] = "too_many_names"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"A roll can use at most {Limits.NAMES} saved names, those in saved rolls included.",
            at=at,
            hint="Write some of the numbers themselves.",
        )


class NoRepeats(Refusal):
    """A roll repeated zero times."""

    code: ClassVar[str] = "no_repeats"

    def __init__(self, at: int) -> None:
        super().__init__("A roll is repeated at least once.", at=at, hint="Leave the 0x out.")


class TooManyRepeats(Refusal):
    """A roll repeated more often than the table allows."""

    code: ClassVar[str] = "too_many_repeats"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"A roll can be repeated at most {Limits.REPEATS} times.", at=at, hint="Repeat it less."
        )


class NumberTooLarge(Refusal):
    """A number beyond what the table reckons with."""

    code: ClassVar[str] = "number_too_large"

    def __init__(self, at: int) -> None:
        super().__init__(
            f"Numbers can be at most {Limits.NUMBER:,}.", at=at, hint="Use a smaller number."
        )


class SecondPlotDie(Refusal):
    """A roll with two plot dice."""

    code: ClassVar[str] = "second_plot_die"

    def __init__(self, at: int | None = None) -> None:
        super().__init__(
            "A roll can have only one plot die.", at=at, hint="Remove the second plot die."
        )


class PlotDieHasSixSides(Refusal):
    """A plot tag on a die that is not a d6."""

    code: ClassVar[str] = "plot_die_has_six_sides"

    def __init__(self, at: int) -> None:
        super().__init__("The plot die is a six-sided die.", at=at, hint="Write p1d6, or dp.")


class KeepsNothing(Refusal):
    """A keep or drop of zero dice."""

    code: ClassVar[str] = "keeps_nothing"

    def __init__(self, at: int) -> None:
        super().__init__(
            "Keep and drop need a number of at least 1.", at=at, hint="Try kh1, or dl1."
        )


class EndlessRoll(Refusal):
    """An explosion or a reroll that no face could end."""

    code: ClassVar[str] = "endless_roll"

    def __init__(self, what: str, at: int) -> None:
        self.what = what
        super().__init__(
            f"This {what} could never end: every face of the die asks for another.",
            at=at,
            hint="Leave at least one face out of the condition.",
        )


class ImpossibleUnique(Refusal):
    """More dice that must differ than the die has faces."""

    code: ClassVar[str] = "impossible_unique"

    def __init__(self, dice: int, values: int, at: int) -> None:
        self.dice, self.values = dice, values
        super().__init__(
            f"{dice} dice cannot all differ: the die has only {values} different faces.",
            at=at,
            hint="Throw fewer dice, or dice with more sides.",
        )

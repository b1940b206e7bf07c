"""Calculates the exact average of an expression if it is a sum of known averages."""

from __future__ import annotations

from fractions import Fraction

from nazh.domain.dice.pools import Dice, Die, Negative, Node, Number, Sign, Sum, Tag


def average(node: Node) -> Fraction | None:
    """Return the mean of plain dice, dice with an edge, whole numbers and sums of these.

    Returns ``None`` for everything else. A plot die adds nothing. The time is proportional to the
    number of faces for dice with custom faces, and independent of the size for all other dice.
    """
    match node:
        case Dice(modifiers=()):
            return _dice_average(node)
        case Number(value=int(value)):
            return Fraction(value)
        case Negative(of=of):
            inner = average(of)
            return None if inner is None else -inner
        case Sum(terms=terms):
            total = Fraction(0)
            for sign, term in terms:
                inner = average(term)
                if inner is None:
                    return None
                total += inner if sign is Sign.PLUS else -inner
            return total
        case _:
            return None


def _dice_average(dice: Dice) -> Fraction:
    if dice.die.is_plot:
        return Fraction(0)
    better = dice.tags.count(Tag.ADVANTAGE)
    worse = dice.tags.count(Tag.DISADVANTAGE)
    plain = dice.count - dice.plot_dice - better - worse
    mean, higher = _die_average(dice.die), _higher_face_average(dice.die)
    # The higher and the lower of two faces add up to the sum of two plain dice.
    return plain * mean + better * higher + worse * (2 * mean - higher)


def _die_average(die: Die) -> Fraction:
    if die.is_numbered:
        return Fraction(die.lowest + die.highest, 2)
    return Fraction(sum(die.shapes), die.sides)


def _higher_face_average(die: Die) -> Fraction:
    sides = die.sides
    if die.is_numbered:
        return Fraction((sides + 1) * (4 * sides - 1), 6 * sides)
    ranked = enumerate(sorted(die.shapes), 1)
    return Fraction(sum(face * (2 * rank - 1) for rank, face in ranked), sides * sides)

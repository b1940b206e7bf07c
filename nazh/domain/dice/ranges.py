"""Calculates the least and greatest value of an expression by interval arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.evaluation.arithmetic import absolute, applied
from nazh.domain.dice.evaluation.keeping import kept_indices
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import (
    DRAWING_MODIFIERS,
    Again,
    AtLeast,
    AtMost,
    Drop,
    Explode,
    Explosion,
    Failures,
    Keep,
    KeepIf,
    Quantity,
    Reroll,
    Successes,
    holds,
)
from nazh.domain.dice.pools import (
    Compare,
    Dice,
    Function,
    FunctionName,
    Group,
    Negative,
    Node,
    Number,
    Operator,
    Product,
    Sign,
    Sum,
    counts_successes,
    divisors,
)


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a value: between ``low`` and ``high`` inclusive, though not all are reached."""

    low: Quantity
    high: Quantity


def value_range(node: Node, *, may_be_dropped: bool = False) -> Range | None:
    """Return bounds of the node's value before rounding, or ``None`` if a divisor may be tiny.

    With ``may_be_dropped`` a keep or drop around the node may drop any of its dice.
    """
    match node:
        case Number(value=value):
            return Range(value, value)
        case Dice():
            return _dice_range(node, may_be_dropped)
        case Sum():
            return _sum_range(node, may_be_dropped)
        case Negative(of=of):
            inner = value_range(of, may_be_dropped=may_be_dropped)
            return inner and Range(-inner.high, -inner.low)
        case Product():
            return _product_range(node, may_be_dropped)
        case Group():
            return _group_range(node, may_be_dropped)
        case Function():
            return _function_range(node, may_be_dropped)
        case Compare():
            return _compare_range(node, may_be_dropped)


def refuse_certain_division_by_zero(node: Node) -> None:
    """Raise DivisionByZero if a divisor is always zero."""
    for at, divisor in divisors(node):
        if value_range(divisor) == Range(0, 0):
            raise DivisionByZero(at)


def _dice_range(dice: Dice, may_be_dropped: bool) -> Range:
    least = most = dice.count - dice.plot_dice
    low, high = dice.die.lowest, dice.die.highest
    further = 0
    counted = failing = may_be_less = False
    for modifier in dice.modifiers:
        if isinstance(modifier, DRAWING_MODIFIERS):
            # A rerolled die is no longer bound by earlier limits.
            low, high = min(low, dice.die.lowest), max(high, dice.die.highest)
        if isinstance(modifier, Explode) and modifier.style is Explosion.PENETRATE:
            may_be_less = True
        elif may_be_less and isinstance(modifier, Keep | KeepIf | Drop):
            # A penetrating further die may be the one that is kept.
            low = min(low, dice.die.lowest - 1)
        match modifier:
            case Explode():
                further = Limits.FURTHER_DICE
            case Reroll(again=Again.ADDING):
                # Each die adds at most one.
                further = min(most + 2 * further, Limits.FURTHER_DICE)
            case AtLeast(value=value):
                low, high = max(low, value), max(high, value)
            case AtMost(value=value):
                low, high = min(low, value), min(high, value)
            case Keep(count=count):
                least, most = min(least, count), min(most, count)
            case Drop(count=count):
                least, most = max(0, least - count), max(0, most - count)
            case KeepIf():
                least = 0
            case Successes():
                counted = True
            case Failures():
                failing = True
            case _:
                pass
    if may_be_dropped:
        least = 0
    if counted:
        return Range(-(most + further) if failing else 0, most + further)
    # A further die may count one less (penetrating), and may be kept instead of another.
    lowest = min(least * low, most * low) + further * min(0, low - 1)
    return Range(lowest, max(least * high, most * high) + further * max(0, high))


def _sum_range(node: Sum, may_be_dropped: bool) -> Range | None:
    low: Quantity = 0
    high: Quantity = 0
    for sign, term in node.terms:
        inner = value_range(term, may_be_dropped=may_be_dropped)
        if inner is None:
            return None
        if sign is Sign.PLUS:
            low, high = low + inner.low, high + inner.high
        else:
            low, high = low - inner.high, high - inner.low
    return Range(low, high)


def _product_range(node: Product, may_be_dropped: bool) -> Range | None:
    reach = value_range(node.first, may_be_dropped=may_be_dropped)
    for operator, step in node.steps:
        inner = value_range(step, may_be_dropped=may_be_dropped)
        if reach is None or inner is None:
            return None
        reach = _combined(reach, operator, inner)
    return reach


def _combined(left: Range, operator: Operator, right: Range) -> Range | None:
    if operator is Operator.TIMES:
        return _spanning([a * b for a in _ends(left) for b in _ends(right)])
    if operator is Operator.REMAINDER and left.low == left.high and right.low == right.high != 0:
        return Range(left.low % right.low, left.low % right.low)
    if operator is Operator.REMAINDER:
        return Range(min(0, right.low), max(0, right.high))
    if right.low <= 0 <= right.high:
        return None
    if operator is Operator.OVER:
        return _spanning([Fraction(a) / b for a in _ends(left) for b in _ends(right)])
    return _spanning([a // b for a in _ends(left) for b in _ends(right)])


def _compare_range(node: Compare, may_be_dropped: bool) -> Range:
    left = value_range(node.left, may_be_dropped=may_be_dropped)
    right = value_range(node.right, may_be_dropped=may_be_dropped)
    if left is None or right is None or left.low < left.high or right.low < right.high:
        return Range(0, 1)
    certain = int(holds(left.low, node.comparison, right.low))
    return Range(certain, certain)


def _group_range(node: Group, may_be_dropped: bool) -> Range | None:
    if counts_successes(node.modifiers):
        members = len(node.members)
        failing = any(isinstance(m, Failures) for m in node.modifiers)
        return Range(-members if failing else 0, members)
    if len(node.members) == 1:
        chooses = any(isinstance(m, Keep | KeepIf | Drop) for m in node.modifiers)
        return value_range(node.members[0], may_be_dropped=may_be_dropped or chooses)
    ranges = [value_range(m, may_be_dropped=may_be_dropped) for m in node.members]
    known_ranges = [reach for reach in ranges if reach is not None]
    if len(known_ranges) < len(ranges):
        return None
    if any(isinstance(m, KeepIf) for m in node.modifiers):  # any number of members may be kept
        return Range(
            sum(min(0, r.low) for r in known_ranges), sum(max(0, r.high) for r in known_ranges)
        )
    # Totals grow with each member, so the bounds follow from the members' bounds.
    lows, highs = [reach.low for reach in known_ranges], [reach.high for reach in known_ranges]
    for modifier in node.modifiers:
        if isinstance(modifier, Keep | Drop):
            lows, highs = (
                [ends[index] for index in kept_indices(ends, modifier)] for ends in (lows, highs)
            )
    return Range(sum(lows), sum(highs))


def _function_range(node: Function, may_be_dropped: bool) -> Range | None:
    ranges = [value_range(a, may_be_dropped=may_be_dropped) for a in node.arguments]
    known_ranges = [reach for reach in ranges if reach is not None]
    if len(known_ranges) < len(ranges):
        return None
    first = known_ranges[0]
    match node.name:
        case FunctionName.MIN:
            return Range(
                _least([r.low for r in known_ranges]), _least([r.high for r in known_ranges])
            )
        case FunctionName.MAX:
            return Range(
                _most([r.low for r in known_ranges]), _most([r.high for r in known_ranges])
            )
        case FunctionName.ABS:
            ends = [absolute(first.low), absolute(first.high)]
            return Range(0 if first.low <= 0 <= first.high else _least(ends), _most(ends))
        case FunctionName.FLOOR | FunctionName.CEIL | FunctionName.ROUND:
            return Range(applied(node.name, [first.low]), applied(node.name, [first.high]))


def _ends(reach: Range) -> tuple[Quantity, Quantity]:
    return reach.low, reach.high


def _spanning(values: list[Quantity]) -> Range:
    return Range(_least(values), _most(values))


def _least(values: list[Quantity]) -> Quantity:
    return min(map(Fraction, values))


def _most(values: list[Quantity]) -> Quantity:
    return max(map(Fraction, values))

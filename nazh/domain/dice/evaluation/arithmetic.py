"""Calculates the notation's arithmetic exactly, on integers and fractions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.modifiers import Failures, Modifier, Quantity, Successes
from nazh.domain.dice.pools import FunctionName, Operator, Product, divisor_positions


def count_successes(modifiers: tuple[Modifier, ...], values: Sequence[Quantity]) -> int | None:
    """Return successes minus failures among ``values``, or ``None`` if nothing is counted."""
    counted: int | None = None
    for modifier in modifiers:
        if isinstance(modifier, Successes):
            counted = (counted or 0) + sum(map(modifier.condition.met_by, values))
        elif isinstance(modifier, Failures):
            counted = (counted or 0) - sum(map(modifier.condition.met_by, values))
    return counted


def multiplied(node: Product, values: Sequence[Quantity]) -> Quantity:
    """Return ``values`` multiplied and divided as ``node`` says. Raises DivisionByZero."""
    result = values[0]
    for (operator, _), index, value in zip(
        node.steps, divisor_positions(node), values[1:], strict=True
    ):
        if operator is Operator.TIMES:
            result = result * value
            continue
        if value == 0:
            raise DivisionByZero(index)
        if operator is Operator.OVER:
            result = Fraction(result) / value
        elif operator is Operator.WHOLE_OVER:
            result = result // value
        else:
            result = result % value
    return result


def applied(name: FunctionName, values: Sequence[Quantity]) -> Quantity:
    """Return the function of ``values``. ``round`` rounds halves up, as other dice tools do."""
    match name:
        case FunctionName.FLOOR:
            return math.floor(values[0])
        case FunctionName.CEIL:
            return math.ceil(values[0])
        case FunctionName.ROUND:
            return math.floor(values[0] + Fraction(1, 2))
        case FunctionName.ABS:
            return absolute(values[0])
        case FunctionName.MIN:
            return min(map(Fraction, values))
        case FunctionName.MAX:
            return max(map(Fraction, values))


def absolute(value: Quantity) -> Quantity:
    """Return the absolute value."""
    return -value if value < 0 else value

"""Shares: how the limit of further dice in a pool is divided among its modifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds.single_dice import further_need
from nazh.domain.dice.pools import Compare, Dice, Function, Group, Negative, Node, Product, Sum


def share_of(terms: Sequence[Dice]) -> int:
    """Return how many further dice each endless modifier is followed for.

    So few that all together stay within the limit, which then changes nothing of what is told.
    Raises OddsTooHard where even modifiers that throw once more can go beyond it.
    """
    low, high = 0, Limits.FURTHER_DICE
    if further_need(terms, high) <= high:
        return high
    if further_need(terms, 0) > Limits.FURTHER_DICE:
        raise OddsTooHard
    while low < high:
        middle = (low + high + 1) // 2
        if further_need(terms, middle) <= Limits.FURTHER_DICE:
            low = middle
        else:
            high = middle - 1
    return low


def dice_in(node: Node) -> Iterator[Dice]:
    """Yield the dice of an expression, from left to right."""
    match node:
        case Dice():
            yield node
        case Sum(terms=terms):
            for _, term in terms:
                yield from dice_in(term)
        case Product(first=first, steps=steps):
            yield from dice_in(first)
            for _, step in steps:
                yield from dice_in(step)
        case Group(members=parts) | Function(arguments=parts):
            for part in parts:
                yield from dice_in(part)
        case Negative(of=of):
            yield from dice_in(of)
        case Compare(left=left, right=right):
            yield from dice_in(left)
            yield from dice_in(right)
        case _:
            pass


def divides(node: Node) -> bool:
    """Whether anything is divided in an expression."""
    match node:
        case Product(first=first, steps=steps):
            return any(
                operator.value != "*" or divides(step) for operator, step in steps
            ) or divides(first)
        case Sum(terms=terms):
            return any(divides(term) for _, term in terms)
        case Group(members=parts) | Function(arguments=parts):
            return any(map(divides, parts))
        case Negative(of=of):
            return divides(of)
        case Compare(left=left, right=right):
            return divides(left) or divides(right)
        case _:
            return False

"""Writes the canonical notation: what Nazh understood, in a form that reads back the same."""

from __future__ import annotations

from fractions import Fraction

from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.pools import (
    Compare,
    Dice,
    Function,
    Group,
    Negative,
    Node,
    Number,
    Pool,
    Product,
    Sum,
)

# How tightly a node binds; one that binds more loosely than its place asks for gets parentheses.
_COMPARISON, _SUM, _PRODUCT, _ATOM = range(4)


def write_pools(pools: tuple[Pool, ...]) -> str:
    """Return the notation of a list of pools."""
    return ", ".join(map(write_pool, pools))


def write_pool(pool: Pool) -> str:
    """Return the notation of one pool with its label and difficulty."""
    label = "" if pool.label is None else f"{pool.label}: "
    target = "" if pool.target is None else f" vs {pool.target}"
    return f"{label}{_write(pool.expression, _COMPARISON)}{target}"


def write_number(value: Quantity) -> str:
    """Return a number as it is typed; exact, because only decimals can be written."""
    if not isinstance(value, Fraction) or value.denominator == 1:
        return str(value)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    shifted = str((value * 10**digits).numerator).rjust(digits + 1, "0")
    return f"{shifted[:-digits]}.{shifted[-digits:]}"


def _write(node: Node, place: int) -> str:
    match node:
        case Dice():
            return write_dice(node)
        case Number():
            return write_number(node.value)
        case Group():
            inner = ",".join(_write(member, _COMPARISON) for member in node.members)
            opened, closed = "()" if len(node.members) == 1 and node.modifiers else "{}"
            return f"{opened}{inner}{closed}{''.join(map(str, node.modifiers))}"
        case Function():
            inner = ",".join(_write(argument, _COMPARISON) for argument in node.arguments)
            return f"{node.name.value}({inner})"
        case Negative():
            return f"-{_write(node.of, _ATOM)}"
        case Product():
            steps = "".join(f"{op.value}{_write(step, _ATOM)}" for op, step in node.steps)
            return _in_place(f"{_write(node.first, _ATOM)}{steps}", _PRODUCT, place)
        case Sum():
            terms = "".join(f"{sign.value}{_write(term, _PRODUCT)}" for sign, term in node.terms)
            return _in_place(terms[1:], _SUM, place)
        case Compare():
            left, right = _write(node.left, _SUM), _write(node.right, _SUM)
            return _in_place(f"{left}{node.comparison.value}{right}", _COMPARISON, place)


def write_dice(dice: Dice) -> str:
    """Return the notation of one term of dice."""
    if dice.die.is_plot and dice.count == 1 and not dice.tags:
        head = "dp"
    else:
        tags = "".join(tag.value for tag in dice.tags)
        head = f"{tags}{dice.count}d{dice.die.written}"
    notes = "".join(f"[{note}]" for note in dice.notes)
    return f"{head}{''.join(map(str, dice.modifiers))}{notes}"


def _in_place(text: str, binds: int, place: int) -> str:
    return f"({text})" if binds < place else text

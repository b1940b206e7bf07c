"""Writes the canonical notation, which parses back to the same roll."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from nazh.domain.dice.modifiers import Explode, Explosion, Modifier, Quantity
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
    counts_successes,
)

# How tightly a node binds. A node that binds more loosely than its position requires gets
# parentheses.
_COMPARISON, _SUM, _PRODUCT, _ATOM = range(4)
_LIKE_A_REPEAT: Final = re.compile(r"\d+[ xX\uff38\uff58]").match


def write_roll(pools: tuple[Pool, ...], repeats: int) -> str:
    """Return the notation of a list of pools that is thrown ``repeats`` times."""
    text = ", ".join(map(write_pool, pools))
    # A first label such as "2 swords" would be parsed as a repeat.
    misleads = _LIKE_A_REPEAT(pools[0].label or "") is not None
    return text if repeats == 1 and not misleads else f"{repeats}x{text}"


def write_pool(pool: Pool) -> str:
    """Return the notation of one pool with its label and difficulty."""
    label = "" if pool.label is None else f"{pool.label}: "
    target = "" if pool.target is None else f" vs {pool.target}"
    return f"{label}{_write(pool.expression, _COMPARISON)}{target}"


def write_number(value: Quantity) -> str:
    """Return a number as users type it. The text is exact, because only decimals can be entered."""
    if not isinstance(value, Fraction) or value.denominator == 1:
        return str(value)
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    shifted = str((value * 10**digits).numerator).rjust(digits + 1, "0")
    return f"{shifted[:-digits]}.{shifted[-digits:]}"


def _write(node: Node, index: int) -> str:
    match node:
        case Dice():
            return write_dice(node)
        case Number():
            return write_number(node.value)
        case Group():
            inner = ",".join(_write(member, _COMPARISON) for member in node.members)
            opened, closed = "()" if len(node.members) == 1 and node.modifiers else "{}"
            return f"{opened}{inner}{closed}{_write_modifiers(node.modifiers)}"
        case Function():
            inner = ",".join(_write(argument, _COMPARISON) for argument in node.arguments)
            return f"{node.name.value}({inner})"
        case Negative():
            # A second minus directly after the first would cancel it.
            inner = _write(node.of, _ATOM)
            return f"-({inner})" if isinstance(node.of, Negative) else f"-{inner}"
        case Product():
            steps = "".join(f"{op.value}{_write(step, _ATOM)}" for op, step in node.steps)
            return _parenthesized(f"{_write(node.first, _ATOM)}{steps}", _PRODUCT, index)
        case Sum():
            terms = "".join(f"{sign.value}{_write(term, _PRODUCT)}" for sign, term in node.terms)
            return _parenthesized(terms[1:], _SUM, index)
        case Compare():
            left, right = _write(node.left, _SUM), _write(node.right, _SUM)
            if _would_count(node.left):
                left += "+0"
            return _parenthesized(f"{left}{node.comparison.value}{right}", _COMPARISON, index)


def write_dice(dice: Dice) -> str:
    """Return the notation of one dice term."""
    if dice.die.is_plot and dice.count == 1 and not dice.tags:
        head = "dp"
    else:
        tags = "".join(tag.value for tag in dice.tags)
        head = f"{tags}{dice.count}d{dice.die.written}"
    notes = "".join(f"[{note}]" for note in dice.notes)
    return f"{head}{_write_modifiers(dice.modifiers)}{notes}"


def _write_modifiers(modifiers: tuple[Modifier, ...]) -> str:
    text = ""
    bare: Modifier = Explode(Explosion.FURTHER)
    for before, modifier in zip((None, *modifiers), modifiers, strict=False):
        # `! !` explodes twice; `!!` compounds.
        apart = before == bare and isinstance(modifier, Explode)
        text += f" {modifier}" if apart else str(modifier)
    return text


def _would_count(node: Node) -> bool:
    """Return whether a comparison after ``node`` would be parsed as a success count.

    The parser creates such a node only from a saved number.
    """
    match node:
        case Dice():
            return not node.notes and not counts_successes(node.modifiers)
        case Group():
            return not counts_successes(node.modifiers)
        case Negative(of=last) | Product(steps=(*_, (_, last))):
            return isinstance(last, Sum | Product) or _would_count(last)
        case Sum(terms=(*_, (_, last))):
            return isinstance(last, Sum) or _would_count(last)
        case _:
            return isinstance(node, Compare)


def _parenthesized(text: str, binds: int, index: int) -> str:
    return f"({text})" if binds < index else text

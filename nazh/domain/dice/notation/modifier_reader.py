"""Parses the modifiers of dice and groups, and refuses those that could never end."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.dice.errors import (
    EndlessRoll,
    ImpossibleUnique,
    KeepsNothing,
    MisplacedModifier,
    TooManyModifiers,
)
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import (
    GROUP_MODIFIERS,
    Again,
    AtLeast,
    AtMost,
    Comparison,
    Condition,
    Critical,
    Drop,
    End,
    Explode,
    Explosion,
    Failures,
    Keep,
    KeepIf,
    Modifier,
    Reroll,
    Sorted,
    Successes,
    Unique,
)
from nazh.domain.dice.notation.cursor import Cursor
from nazh.domain.dice.pools import Die
from nazh.domain.kernel.texts import N_

_ENDS = {"h": End.HIGHEST, "l": End.LOWEST, "m": End.MIDDLE}
_DROPS: Final = re.compile(r"d(?:[hl]| *[0-9])").match
MODIFIER_STARTS = frozenset("kd!eirmcfus><=≥≤≠")


def read_modifiers(cursor: Cursor, die: Die | None, dice: int) -> tuple[Modifier, ...]:
    """Parse what follows ``dice`` dice of kind ``die``, or a group (``None``).

    Plot dice among them are not counted, because no modifier applies to them.
    """
    modifiers: list[Modifier] = []
    while True:
        at = cursor.at
        modifier = _read_one(cursor, modifiers)
        if modifier is None:
            return tuple(modifiers)
        if len(modifiers) == Limits.MODIFIERS:
            raise TooManyModifiers(at)
        _check_meaningful(modifier, die, dice, modifiers, at)
        modifiers.append(modifier)


def _read_one(cursor: Cursor, before: list[Modifier]) -> Modifier | None:
    match cursor.here:
        case "k":
            return _keep(cursor)
        case "d":
            return _drop(cursor)
        case "!" | "e" | "i":
            return _explode(cursor)
        case "r":
            return _reroll(cursor)
        case "m":
            return _clamp(cursor)
        case "c":
            return _critical(cursor)
        case "f" if not cursor.text.startswith("floor", cursor.at):
            return _failures(cursor, before)
        case "u":
            cursor.move_to(cursor.at + 1)
            return Unique()
        case "s":
            return _sorted(cursor)
        case ">" | "<" | "=" | "≥" | "≤" | "≠" if not _counted(before):
            return Successes(cursor.require_condition(cursor.here))
        case _:
            return None


def _counted(before: list[Modifier]) -> bool:
    # A second comparison compares the number of successes: `5d10>=8>=3`.
    return any(isinstance(modifier, Successes) for modifier in before)


def _amount(cursor: Cursor) -> int:
    at = cursor.at
    number = cursor.integer()
    if number == 0:
        raise KeepsNothing(at)
    return 1 if number is None else number


def _keep(cursor: Cursor) -> Keep | KeepIf:
    letter = cursor.text[cursor.at + 1 : cursor.at + 2]
    if letter in _ENDS:
        cursor.move_to(cursor.at + 2)
        return Keep(_ENDS[letter], _amount(cursor))
    cursor.move_to(cursor.at + 1)
    comparison = cursor.comparison()
    if comparison is not None:
        return KeepIf(Condition(comparison, cursor.require_integer("k", signed=True)))
    return Keep(End.HIGHEST, _amount(cursor))


def _drop(cursor: Cursor) -> Drop | None:
    letter = cursor.text[cursor.at + 1 : cursor.at + 2]
    if letter in ("h", "l"):
        cursor.move_to(cursor.at + 2)
        return Drop(_ENDS[letter], _amount(cursor))
    start = cursor.at
    cursor.move_to(start + 1)
    if cursor.here.isalpha() or cursor.here in ("%", "["):
        cursor.move_to(start)
        return None
    return Drop(End.LOWEST, _amount(cursor))


def _explode(cursor: Cursor) -> Explode | None:
    for written, style in (
        ("!!", Explosion.COMPOUND),
        ("!p", Explosion.PENETRATE),
        ("!", Explosion.FURTHER),
        ("ie", Explosion.FURTHER),
        ("e", Explosion.FURTHER),
    ):
        if cursor.accept(written):
            return Explode(style, cursor.condition(written))
    return None


def _reroll(cursor: Cursor) -> Reroll | None:
    for written, again in (
        ("rr", Again.UNTIL),
        ("ro", Again.ONCE),
        ("ra", Again.ADDING),
        ("r", Again.UNTIL),
    ):
        if cursor.text.startswith("round", cursor.at):
            return None
        if cursor.accept(written):
            return Reroll(again, cursor.require_condition(written))
    return None


def _clamp(cursor: Cursor) -> AtLeast | AtMost | None:
    for written in ("min", "mi"):
        if cursor.accept(written):
            return AtLeast(cursor.require_integer(written, signed=True))
    for written in ("max", "ma"):
        if cursor.accept(written):
            return AtMost(cursor.require_integer(written, signed=True))
    return None


def _critical(cursor: Cursor) -> Critical | None:
    for written, success in (("cs", True), ("cf", False)):
        if cursor.accept(written):
            return Critical(success, cursor.require_condition(written))
    return None


def _failures(cursor: Cursor, before: list[Modifier]) -> Failures:
    at = cursor.at
    cursor.move_to(at + 1)
    failures = Failures(cursor.require_condition("f"))
    if not _counted(before):
        raise MisplacedModifier(
            N_("Failures are subtracted from successes, but no successes are counted here."),
            at=at,
            hint=N_("Count successes first, as in 5d10>=8f=1."),
        )
    return failures


def _sorted(cursor: Cursor) -> Sorted:
    start = cursor.at
    descending = cursor.text.startswith("sd", start) and not _DROPS(cursor.text, start + 1)
    cursor.move_to(start + (2 if descending else 1))
    return Sorted(descending)


def _check_meaningful(
    modifier: Modifier, die: Die | None, dice: int, before: list[Modifier], at: int
) -> None:
    if die is None:
        if not isinstance(modifier, GROUP_MODIFIERS):
            raise MisplacedModifier(
                N_("A group can only keep, drop, sort and count."),
                at=at,
                hint=N_("Put the modifier directly after the dice."),
            )
    elif isinstance(modifier, Explode):
        condition = modifier.condition
        if die.lowest == die.highest if condition is None else _is_always_met(condition, die):
            raise EndlessRoll(at, is_reroll=False)
    elif isinstance(modifier, Reroll):
        # `ro` and `ra` reroll once, whatever the new face is.
        if modifier.again is Again.UNTIL and _is_always_met(modifier.condition, die):
            raise EndlessRoll(at, is_reroll=True)
    elif isinstance(modifier, Unique):
        _check_unique(die, dice, before, at)


def _is_always_met(condition: Condition, die: Die) -> bool:
    """Return whether every face of ``die`` meets ``condition``."""
    if not die.is_numbered:
        return all(map(condition.met_by, die.shapes))
    # For a numbered die the first and last face suffice, except for `<>`, which has a gap.
    has_hole = condition.comparison is Comparison.UNEQUAL and condition.number in die.shapes
    return condition.met_by(die.lowest) and condition.met_by(die.highest) and not has_hole


def _check_unique(die: Die, dice: int, before: list[Modifier], at: int) -> None:
    # With explosions and conditions the number of dice is random, so only the cap applies.
    values = die.sides if die.is_numbered else len(set(die.shapes))
    remaining = dice
    for modifier in before:
        match modifier:
            case Keep(count=count):
                remaining = min(remaining, count)
            case Drop(count=count):
                remaining = max(0, remaining - count)
            case KeepIf():
                remaining = 0
            case _:
                pass
    if remaining > values:
        raise ImpossibleUnique(remaining, values, at)

"""Parses a whole roll, with its repeats, its labelled pools and its comment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from nazh.domain.dice.errors import (
    DuplicatePlotDie,
    EmptyNotation,
    NoRepeats,
    NotationTooLong,
    NoTotal,
    TooManyDiceInRoll,
    TooManyPools,
    TooManyRepeats,
    UnreadableNotation,
)
from nazh.domain.dice.errors.saved import NestedRepeats
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.notation.cursor import Cursor, bounded
from nazh.domain.dice.notation.expression_reader import ExpressionReader
from nazh.domain.dice.notation.normalizing import normalized_characters
from nazh.domain.dice.notation.saved_texts import SavedTexts, WholeRoll
from nazh.domain.dice.notation.syntax_errors import leftover_error
from nazh.domain.dice.pools import Pool
from nazh.domain.dice.ranges import refuse_certain_division_by_zero
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.kernel.texts import N_

# Canonical notation is at most three times as long as what was typed.
_SAFE_LENGTH: Final = Limits.NOTATION_LENGTH // 3
# `6x4d6` and `6 4d6` are repeats; `2 d6` is two d6, as white space between tokens is ignored.
_REPEAT: Final = re.compile(
    r"([0-9]+)(?: *x| +(?=[\w(@${])(?!d *(?:[0-9]+(?![0-9]| *d *[0-9%fp\[])|[%fp\[]))(?!vs *[0-9]))"
).match
_LABEL: Final = re.compile(r"([^:,;#\[\]{}@$]*):").match
_SAVED_ROLL: Final = "$"
_CALLED: Final = re.compile(
    r"\$(\w+) *(?:\([^()]*\))? *(?:[+-] *[0-9]+ *)*(?:vs *[0-9]+)? *"
).fullmatch
"""A pool that is a saved roll, perhaps with a number added and a difficulty."""


def read_whole_roll(
    text: str,
    saved: Mapping[str, str] | SavedTexts,
    is_typed: bool = False,
    *,
    for_odds: bool = False,
) -> RollPlan:
    """Parse a whole roll, without the habits of other bots.

    ``saved`` maps names to their texts. Raises a Refusal with ``at`` and ``hint``, and ``quoted``
    if the error is in a saved text.
    """
    plain = normalized_characters(text)
    plain, sign, _ = plain.partition("#")
    comment = " ".join(text[len(plain) + 1 :].split()) if sign else ""
    cursor = Cursor(plain)
    if not cursor.here:
        raise EmptyNotation
    repeats = _repeats(cursor)
    reader = ExpressionReader(cursor, text, saved, for_odds=for_odds)
    named: list[tuple[int, str]] = []
    pools = _pools(cursor, reader, is_typed, named)
    if cursor.here:
        raise leftover_error(cursor)
    if reader.whole is not None:
        repeats, comment = _combine(WholeRoll(repeats, comment), reader.whole)
    plan = RollPlan(pools, repeats, comment or None, tuple(named))
    # A single pool thrown once cannot exceed this limit; the limit per pool is lower.
    if (repeats > 1 or len(pools) > 1) and not for_odds:
        # The plot die is allowed in addition to a hundred dice, typed or added.
        dice = plan.dice - repeats * plan.has_plot_die
        if dice > Limits.DICE_IN_ROLL:
            raise TooManyDiceInRoll(dice)
    # Short forms (`k` for `kh1`) must still be a valid roll when they are written in full.
    if (len(text) > _SAFE_LENGTH or saved) and len(plan.notation) > Limits.NOTATION_LENGTH:
        raise NotationTooLong(len(plan.notation), in_full=True)
    return plan


def _repeats(cursor: Cursor) -> int:
    match = _REPEAT(cursor.text, cursor.at)
    if match is None:
        return 1
    repeats = bounded(match[1], cursor.at)
    if repeats == 0:
        raise NoRepeats(cursor.at)
    if repeats > Limits.REPEATS:
        raise TooManyRepeats(cursor.at)
    cursor.move_to(match.end())
    return repeats


def _pools(
    cursor: Cursor, reader: ExpressionReader, is_typed: bool, named: list[tuple[int, str]]
) -> tuple[Pool, ...]:
    """Return all pools, and append the index and name of each saved roll to ``named``."""
    pools: list[Pool] = []
    counted = plot_dice = 0
    while True:
        at, first = cursor.at, len(pools)
        whole = _whole_roll(cursor, reader, pools) if cursor.here == "$" else None
        if whole:
            pools += whole
            plot_dice += sum(pool.plot_dice for pool in whole)
            counted += sum(not pool.is_only_plot_die for pool in whole)
        else:
            pool = _pool(cursor, reader, is_typed)
            pools.append(pool)
            plot_dice += reader.plot_dice
            # The plot die is allowed in addition to five pools, typed or added.
            counted += not (reader.plot_dice and pool.is_only_plot_die)
        if counted > Limits.POOLS:
            raise TooManyPools(at)
        if cursor.text.startswith(_SAVED_ROLL, at):
            called = _CALLED(cursor.text, at, cursor.at)
            if called is not None:
                named.append((first, called[1]))
        if plot_dice > 1:
            raise DuplicatePlotDie(at)
        if cursor.here not in (",", ";"):
            return tuple(pools)
        cursor.move_to(cursor.at + 1)


def _whole_roll(
    cursor: Cursor, reader: ExpressionReader, before: list[Pool]
) -> tuple[Pool, ...] | None:
    """Return the pools of a saved roll if one makes up the whole pool here, or else ``None``.

    If it is the whole roll, its repeats and comment are stored in ``reader.whole``.
    """
    at = cursor.at
    name, text = reader.call()
    if cursor.here not in ("", ",", ";"):
        cursor.move_to(at)
        return None
    with reader.inside(name, text, at):
        here = reader.cursor
        comment = " ".join(text[len(here.text) + 1 :].split())
        if not here.here:
            raise EmptyNotation
        repeats = _repeats(here)
        pools = _pools(here, reader, is_typed=False, named=[])
        if here.here:
            raise leftover_error(here)
        if reader.whole is not None:
            repeats, comment = _combine(WholeRoll(repeats, comment), reader.whole)
    reader.whole = None
    if not before and not cursor.here:
        reader.whole = WholeRoll(repeats, comment, name)
    elif repeats > 1:
        raise NestedRepeats(name, at)
    return pools


def _combine(typed: WholeRoll, saved: WholeRoll) -> tuple[int, str]:
    """Return repeats and comment of a roll that consists of one saved roll."""
    if typed.repeats > 1 < saved.repeats:
        raise NestedRepeats(saved.name, 0)
    return max(typed.repeats, saved.repeats), typed.comment or saved.comment


def _pool(cursor: Cursor, reader: ExpressionReader, is_typed: bool) -> Pool:
    label = None
    match = _LABEL(cursor.text, cursor.at) if ":" in cursor.text else None
    if match is not None:
        label = " ".join(reader.original[cursor.at : match.end(1)].split())
        if not label:
            raise UnreadableNotation(
                N_("A label is missing before the colon."),
                at=cursor.at,
                hint=N_("As in Stealth: 1d20."),
            )
        cursor.move_to(match.end())
    reader.start_pool()
    expression = reader.expression()
    target = None
    at = cursor.at
    if cursor.here == "v" and cursor.accept("vs"):
        target = cursor.require_integer("vs")
    if reader.divides:
        refuse_certain_division_by_zero(expression)
    pool = Pool(expression, label, target, tuple(reader.terms), reader.counts)
    if is_typed and target is not None and pool.is_only_plot_die:
        raise NoTotal(at)
    return pool

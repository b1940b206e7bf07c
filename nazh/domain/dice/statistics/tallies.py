"""Tallies: what rolls add to the counts from which all statistics are made.

Counts only ever add up: rolls of several evenings, of several players, in any order. None of them
tells who rolled or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nazh.domain.dice.pools import FUDGE, Die, PoolKind, numbered_die
from nazh.domain.dice.rolls import Roll
from nazh.domain.dice.rows import PlainRow
from nazh.domain.dice.statistics.draws import Draw, Drawn, drawn_for, kept_in

MOST_SIDES: Final = 100
"""Dice with more sides are only counted as dice: one d10000 has more faces than all others."""
ROLLS: Final = "rolls"
OTHER_DICE: Final = "other dice"
"""Dice of more than ``MOST_SIDES`` sides, of one side, and with faces of their own."""
KEPT_D20: Final = "kept d20"
NATURAL_20: Final = "natural 20"
NATURAL_1: Final = "natural 1"
OPPORTUNITIES: Final = "opportunities"
THREATS: Final = "threats"
PLOT_DICE: Final = "dp"
FURTHER: Final = "+"
"""Stands behind a kind of die for the faces that explosions and rerolls drew."""


class Counted(NamedTuple):
    """What is counted: one of the names above, or a ``face`` of a kind of die, such as ``d20``."""

    what: str
    face: int = 0


Tally = Mapping[Counted, int]
_ROLLS: Final = Counted(ROLLS)
_OTHER_DICE: Final = Counted(OTHER_DICE)
_KEPT_D20: Final = Counted(KEPT_D20)
_NATURAL_20: Final = Counted(NATURAL_20)
_NATURAL_1: Final = Counted(NATURAL_1)
_OPPORTUNITIES: Final = Counted(OPPORTUNITIES)
_THREATS: Final = Counted(THREATS)


def tally_of(rolls: Iterable[Roll]) -> dict[Counted, int]:
    """Return what ``rolls`` add to the counts. Each repeat is a roll."""
    counts: dict[Counted, int] = {}
    for roll in rolls:
        for counted, times in _tally_of_one(roll).items():
            counts[counted] = counts.get(counted, 0) + times
    return counts


def _tally_of_one(roll: Roll) -> Tally:
    result = roll.pools[0]
    if result.row is None or not result.row.is_remembered:
        return _counted(drawn_for(roll), roll.opportunities, roll.threats)
    return _tally_of_row(result.row, roll.throw.plan.kinds[0] is PoolKind.SKILL, result.faces)


# A row has no plot die and no natural one; and what falls again and again is counted once.
@lru_cache(maxsize=1024)
def _tally_of_row(row: PlainRow, is_skill: bool, faces: Sequence[int]) -> Tally:
    kept = kept_in(row, faces) if is_skill else ()
    return _counted(Drawn((Draw(numbered_die(row.sides), faces, False),), kept), 0, 0)


def _counted(drawn: Drawn, opportunities: int, threats: int) -> Tally:
    counts: dict[Counted, int] = {}
    draws, kept = drawn
    for counted, times in (
        (_ROLLS, 1),
        (_OPPORTUNITIES, opportunities),
        (_THREATS, threats),
        (_KEPT_D20, len(kept)),
        (_NATURAL_20, kept.count(20)),
        (_NATURAL_1, kept.count(1)),
    ):
        if times:
            counts[counted] = counts.get(counted, 0) + times
    for die, faces, is_further in draws:
        by_face = _by_face(die, is_further)
        if by_face is None:
            counts[_OTHER_DICE] = counts.get(_OTHER_DICE, 0) + len(faces)
            continue
        for face in faces:
            counted = by_face[face]
            counts[counted] = counts.get(counted, 0) + 1
    return counts


@lru_cache(maxsize=128)
def _by_face(die: Die, is_further: bool) -> Mapping[int, Counted] | None:
    """Return what each face of ``die`` counts as: one value for all who ever draw it."""
    kind = kind_of(die)
    if kind is None:
        return None
    what = f"{kind}{FURTHER}" if is_further else kind
    return {face: Counted(what, face) for face in die.shapes}


def kind_of(die: Die) -> str | None:
    """Return the name of a die whose faces are counted one by one; ``None`` for others."""
    if die.is_plot:
        return PLOT_DICE
    if die == FUDGE or (die.is_numbered and 1 < die.sides <= MOST_SIDES):
        return f"d{die.written}"
    return None


def joined(first: Tally, second: Tally, times: int = 1) -> dict[Counted, int]:
    """Return ``first`` and ``times`` as much of ``second`` together; without what is 0."""
    counts = dict(first)
    for counted, count in second.items():
        counts[counted] = counts.get(counted, 0) + times * count
    return {counted: count for counted, count in counts.items() if count}

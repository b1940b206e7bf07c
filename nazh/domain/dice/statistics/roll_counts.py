"""Counts what rolls contribute to statistics.

Counts are additive, over time and over players, in any order. None of them reveals who rolled or
when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from nazh.domain.dice.evaluation.simple_pools import SimplePool
from nazh.domain.dice.pools import FUDGE, Die, PoolKind, numbered_die
from nazh.domain.dice.rolls import Roll
from nazh.domain.dice.statistics.draws import Draw, ThrowDraws, draws_of_roll, kept_faces

MAX_SIDES: Final = 100
"""Dice with more sides are counted without faces: one d10000 has more faces than all others."""
ROLLS: Final = "rolls"
OTHER_DICE: Final = "other dice"
"""Dice with more than ``MAX_SIDES`` sides, with one side, and with custom faces."""
KEPT_D20: Final = "kept d20"
NATURAL_20: Final = "natural 20"
NATURAL_1: Final = "natural 1"
OPPORTUNITIES: Final = "opportunities"
THREATS: Final = "threats"
PLOT_DICE: Final = "dp"
FURTHER: Final = "+"
"""Suffix of a die's name for the faces that explosions and rerolls drew."""


class CountKey(NamedTuple):
    """The key of a count: one of the names above, or a ``face`` of a die such as ``d20``."""

    what: str
    face: int = 0


RollCounts = Mapping[CountKey, int]
_ROLLS: Final = CountKey(ROLLS)
_OTHER_DICE: Final = CountKey(OTHER_DICE)
_KEPT_D20: Final = CountKey(KEPT_D20)
_NATURAL_20: Final = CountKey(NATURAL_20)
_NATURAL_1: Final = CountKey(NATURAL_1)
_OPPORTUNITIES: Final = CountKey(OPPORTUNITIES)
_THREATS: Final = CountKey(THREATS)


def count_rolls(rolls: Iterable[Roll]) -> dict[CountKey, int]:
    """Return the counts of ``rolls``. Each repeat is a roll."""
    counts: dict[CountKey, int] = {}
    for roll in rolls:
        for key, times in _count_roll(roll).items():
            counts[key] = counts.get(key, 0) + times
    return counts


def _count_roll(roll: Roll) -> RollCounts:
    result = roll.pools[0]
    if result.simple_pool is None or not result.simple_pool.is_cached:
        return _counts_of(draws_of_roll(roll), roll.opportunities, roll.threats)
    return _count_simple_roll(
        result.simple_pool, roll.throw.plan.kinds[0] is PoolKind.SKILL, result.faces
    )


# A simple pool has no plot die and no natural marks, and repeated rolls are counted once.
@lru_cache(maxsize=1024)
def _count_simple_roll(simple: SimplePool, is_skill: bool, faces: Sequence[int]) -> RollCounts:
    kept = kept_faces(simple, faces) if is_skill else ()
    return _counts_of(ThrowDraws((Draw(numbered_die(simple.sides), faces, False),), kept), 0, 0)


def _counts_of(throw_draws: ThrowDraws, opportunities: int, threats: int) -> RollCounts:
    counts: dict[CountKey, int] = {}
    draws, kept = throw_draws
    for key, times in (
        (_ROLLS, 1),
        (_OPPORTUNITIES, opportunities),
        (_THREATS, threats),
        (_KEPT_D20, len(kept)),
        (_NATURAL_20, kept.count(20)),
        (_NATURAL_1, kept.count(1)),
    ):
        if times:
            counts[key] = counts.get(key, 0) + times
    for die, faces, is_further in draws:
        by_face = _by_face(die, is_further)
        if by_face is None:
            counts[_OTHER_DICE] = counts.get(_OTHER_DICE, 0) + len(faces)
            continue
        for face in faces:
            key = by_face[face]
            counts[key] = counts.get(key, 0) + 1
    return counts


@lru_cache(maxsize=128)
def _by_face(die: Die, is_further: bool) -> Mapping[int, CountKey] | None:
    """Return the key of each face of ``die``; the mapping is shared, so that keys are reused."""
    kind = die_name(die)
    if kind is None:
        return None
    counted_name = f"{kind}{FURTHER}" if is_further else kind
    return {face: CountKey(counted_name, face) for face in die.shapes}


def die_name(die: Die) -> str | None:
    """Return the name of a die whose faces are counted, or ``None`` for others."""
    if die.is_plot:
        return PLOT_DICE
    if die == FUDGE or (die.is_numbered and 1 < die.sides <= MAX_SIDES):
        return f"d{die.written}"
    return None


def merge_counts(first: RollCounts, second: RollCounts, times: int = 1) -> dict[CountKey, int]:
    """Return ``first`` plus ``times`` times ``second``, without zeros."""
    counts = dict(first)
    for key, count in second.items():
        counts[key] = counts.get(key, 0) + times * count
    return {key: count for key, count in counts.items() if count}

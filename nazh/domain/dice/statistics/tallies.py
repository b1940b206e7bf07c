"""Tallies: what rolls add to the counts from which all statistics are made.

Counts only ever add up: rolls of several evenings, of several players, in any order. None of them
tells who rolled or when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from nazh.domain.dice.pools import FUDGE, Die
from nazh.domain.dice.rolls import Roll
from nazh.domain.dice.statistics.draws import drawn

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


def tally_of(rolls: Iterable[Roll]) -> dict[Counted, int]:
    """Return what ``rolls`` add to the counts. Each repeat is a roll."""
    counts: dict[Counted, int] = {}

    def add(what: str, times: int, face: int = 0) -> None:
        if times:
            counted = Counted(what, face)
            counts[counted] = counts.get(counted, 0) + times

    for roll in rolls:
        add(ROLLS, 1)
        add(OPPORTUNITIES, roll.opportunities)
        add(THREATS, roll.threats)
        draws, kept = drawn(roll.throw)
        add(KEPT_D20, len(kept))
        add(NATURAL_20, kept.count(20))
        add(NATURAL_1, kept.count(1))
        for die, faces, is_further in draws:
            kind = kind_of(die)
            if kind is None:
                add(OTHER_DICE, len(faces))
                continue
            for face in faces:
                add(f"{kind}{FURTHER}" if is_further else kind, 1, face)
    return counts


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

"""Summarizes the counts of a player, a character or a server as statistics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from nazh.domain.dice.pools import FUDGE
from nazh.domain.dice.statistics.luck import Luck, luck_of
from nazh.domain.dice.statistics.roll_counts import (
    FURTHER,
    KEPT_D20,
    NATURAL_1,
    NATURAL_20,
    OPPORTUNITIES,
    OTHER_DICE,
    PLOT_DICE,
    ROLLS,
    THREATS,
    CountKey,
    RollCounts,
)

_FUDGE_DICE: Final = f"d{FUDGE.written}"


@dataclass(frozen=True, slots=True)
class DieStatistics:
    """Statistics of one kind of die. ``name`` is its notation; ``dp`` is the plot die.

    ``counts`` has the number of draws of each face from ``lowest`` on; ``first`` excludes what
    explosions and rerolls drew, which depends on earlier faces.
    """

    name: str
    lowest: int
    counts: tuple[int, ...]
    first: tuple[int, ...]

    @property
    def is_plot(self) -> bool:
        """True for the plot die, whose faces are not numbers to add."""
        return self.name == PLOT_DICE

    @property
    def sides(self) -> int:
        """The number of faces."""
        return len(self.counts)

    @property
    def dice(self) -> int:
        """The number of faces drawn."""
        return sum(self.counts)

    @property
    def mean(self) -> Fraction:
        """The mean of the faces drawn; 0 if there are none."""
        total = sum(face * count for face, count in enumerate(self.counts, self.lowest))
        return Fraction(total, self.dice) if self.dice else Fraction(0)

    @property
    def expected_mean(self) -> Fraction:
        """The mean of a fair die."""
        return Fraction(2 * self.lowest + self.sides - 1, 2)

    @property
    def expected(self) -> Fraction:
        """The count of each face if all were equally frequent."""
        return Fraction(self.dice, self.sides)

    @property
    def surplus(self) -> Fraction:
        """How far the sum of the first draws is above the expected sum."""
        total = sum(face * count for face, count in enumerate(self.first, self.lowest))
        return total - sum(self.first) * self.expected_mean

    @property
    def luck(self) -> Luck | None:
        """The luck of the first draws, or ``None`` for plot dice or without draws."""
        return None if self.is_plot else luck_of({self.sides: sum(self.first)}, self.surplus)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics ``since`` a time, or ``None`` without rolls. Kinds with more dice come first."""

    rolls: int
    kinds: tuple[DieStatistics, ...]
    other_dice: int
    kept_d20: int
    natural_20: int
    natural_1: int
    opportunities: int
    threats: int
    luck: Luck | None
    since: datetime | None

    @property
    def dice(self) -> int:
        """The number of faces drawn of all kinds."""
        return self.other_dice + sum(kind.dice for kind in self.kinds)

    def kind(self, name: str) -> DieStatistics | None:
        """Return the statistics of one kind of die, or ``None`` if it was not rolled."""
        return next((kind for kind in self.kinds if kind.name == name), None)


def statistics_of(counts: RollCounts, since: datetime | None) -> Statistics:
    """Return the statistics of ``counts``. Takes a few milliseconds, however much was counted."""
    kinds = tuple(sorted(_kinds(counts), key=lambda kind: (-kind.dice, kind.sides, kind.name)))
    numbers: dict[int, int] = {}
    for kind in kinds:
        if not kind.is_plot:
            numbers[kind.sides] = numbers.get(kind.sides, 0) + sum(kind.first)
    surplus = sum((kind.surplus for kind in kinds if not kind.is_plot), Fraction(0))

    def count(what: str) -> int:
        return counts.get(CountKey(what), 0)

    return Statistics(
        rolls=count(ROLLS),
        kinds=kinds,
        other_dice=count(OTHER_DICE),
        kept_d20=count(KEPT_D20),
        natural_20=count(NATURAL_20),
        natural_1=count(NATURAL_1),
        opportunities=count(OPPORTUNITIES),
        threats=count(THREATS),
        luck=luck_of(numbers, surplus),
        since=since,
    )


def _kinds(counts: RollCounts) -> list[DieStatistics]:
    first: dict[str, dict[int, int]] = {}
    every: dict[str, dict[int, int]] = {}
    for (what, face), count in counts.items():
        name = what.removesuffix(FURTHER)
        if not _is_kind(name):
            continue
        faces = every.setdefault(name, {})
        faces[face] = faces.get(face, 0) + count
        if name == what:
            first.setdefault(name, {})[face] = count
    return [_kind(name, faces, first.get(name, {})) for name, faces in every.items()]


def _is_kind(name: str) -> bool:
    return name in (PLOT_DICE, _FUDGE_DICE) or (name[:1] == "d" and name[1:].isdecimal())


def _kind(name: str, every: Mapping[int, int], first: Mapping[int, int]) -> DieStatistics:
    if name == _FUDGE_DICE:
        faces: range = range(FUDGE.lowest, FUDGE.highest + 1)
    else:
        faces = range(1, (6 if name == PLOT_DICE else int(name[1:])) + 1)
    return DieStatistics(
        name,
        faces[0],
        tuple(every.get(face, 0) for face in faces),
        tuple(first.get(face, 0) for face in faces),
    )

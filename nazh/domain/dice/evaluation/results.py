"""Defines judged dice, with the faces that each showed and the value that it counted for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from nazh.domain.dice.pools import Tag


class Mark(Enum):
    """A mark to display on a die; the value is its name in JSON."""

    MAX = "max"
    MIN = "min"
    EXPLODED = "exploded"
    REROLLED = "rerolled"
    SUCCESS = "success"
    FAILURE = "failure"
    CRITICAL_SUCCESS = "critical_success"
    CRITICAL_FAILURE = "critical_failure"
    OPPORTUNITY = "opportunity"
    THREAT = "threat"
    CAPPED = "capped"


class DieResult(NamedTuple):
    """One rolled die.

    ``faces`` is what it showed, the face that counts first, then the others in draw order;
    ``value`` is what it counts for after all modifiers (0 for the plot die). Among the faces,
    ``discarded`` is the one that an edge did not use and ``replaced_faces`` those that were
    rerolled, oldest first; ``added`` are the values that a compound explosion adds up, if there was
    one.
    """

    sides: int
    faces: tuple[int, ...]
    value: int
    kept: bool
    edge: Tag
    marks: tuple[Mark, ...]
    is_plot: bool = False
    discarded: int | None = None
    replaced_faces: tuple[int, ...] = ()
    added: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in brackets after dice."""

    words: str


Piece = DieResult | Note | str


@dataclass(frozen=True, slots=True)
class TargetResult:
    """The comparison of a total with a difficulty; ``margin`` is negative on a failure."""

    against: int
    margin: int

    @property
    def success(self) -> bool:
        """True if the total reached the difficulty."""
        return self.margin >= 0


@dataclass(frozen=True, slots=True)
class Damage:
    """The damage of a pool: on a hit, on a graze (dice alone), on a critical hit."""

    hit: int
    graze: int
    critical: int

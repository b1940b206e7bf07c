"""A judged roll: every die, what it counted for, and what it brought. Values only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from nazh.domain.dice.pools import Tag


class Mark(Enum):
    """Something worth showing about a die; the value is its word in JSON."""

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
    """One die as it lies.

    ``faces`` is what it showed, the face that counts first, then the others in draw order;
    ``value`` is what it counts for after all modifiers (0 for the plot die). Among the faces,
    ``discarded`` is the one that an edge put aside and ``gone`` those that were rerolled away,
    oldest first; ``added`` are the values that a compound explosion adds up, where it did.
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
    """A remark that the roller put behind dice."""

    words: str


Piece = DieResult | Note | str


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A total against a difficulty; ``margin`` is negative when it was missed."""

    against: int
    margin: int

    @property
    def success(self) -> bool:
        """Whether the total reached the difficulty."""
        return self.margin >= 0


@dataclass(frozen=True, slots=True)
class Damage:
    """What a damage pool deals: on a hit, on a graze (dice alone), on a critical hit."""

    hit: int
    graze: int
    critical: int

"""Tests whether dice are fair: how far counts are from uniform, corrected for many tests.

Every face that is drawn is included, whether it counted or not, so that nobody's choice affects the
test. An explosion or a reroll draws independently of earlier faces: the faces of one kind of die,
in draw order, are one sequence of independent faces across all rolls.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

MIN_EXPECTED: Final = 5
"""The least expected count of each outcome for which the chi-square law is accurate."""
ALPHA: Final = 0.001
"""Fair dice fail one in a thousand runs, however many tests a run contains."""
MAX_SIDES_IN_PAIRS: Final = 30
"""Pairs of larger dice have so many outcomes that hardly anybody throws enough of them."""


class FairnessProperty(Enum):
    """The property that a test examines; the value is its name in JSON."""

    FACES = "faces"
    """Faces are equally frequent."""
    EVENNESS = "evenness"
    """Faces are not more even than chance would make them."""
    PAIRS = "pairs"
    """Each pair of successive faces is equally frequent."""


@dataclass(frozen=True, slots=True)
class ChiSquareStatistic:
    """Chi-square of ``dice`` faces of one kind, with its degrees of freedom."""

    kind: str
    tested_property: FairnessProperty
    dice: int
    chi_square: Fraction
    degrees_of_freedom: int


@dataclass(frozen=True, slots=True)
class FairnessResult:
    """The result of one test: fair dice deviate at least as much with probability ``p``.

    ``corrected`` is the p-value after correction for all tests of a run.
    """

    statistic: ChiSquareStatistic
    p: float
    corrected: float

    @property
    def is_significant(self) -> bool:
        """True if fair dice would hardly ever give this result."""
        return self.corrected < ALPHA


class Sample:
    """The faces of one kind of die, numbered from 1, in draw order."""

    __slots__ = ("_before", "_faces", "_pairs", "kind", "sides")

    def __init__(self, kind: str, sides: int) -> None:
        self.kind = kind
        self.sides = sides
        self._faces: Counter[int] = Counter()
        self._pairs: Counter[tuple[int, int]] = Counter()
        self._before: tuple[int, ...] = ()

    @property
    def dice(self) -> int:
        """The number of faces."""
        return self._faces.total()

    @property
    def has_enough_faces(self) -> bool:
        """True if there are enough faces for a test."""
        return self.dice >= MIN_EXPECTED * self.sides

    def take(self, faces: Sequence[int]) -> None:
        """Add the next faces, in draw order."""
        self._faces.update(faces)
        if self.sides > MAX_SIDES_IN_PAIRS:
            return
        unpaired = (*self._before, *faces)
        # The pairs do not overlap, because overlapping pairs would not be independent.
        self._pairs.update(zip(unpaired[::2], unpaired[1::2], strict=False))
        self._before = unpaired[-1:] if len(unpaired) % 2 else ()

    def statistic(self) -> Iterator[ChiSquareStatistic]:
        """Yield the statistics that can be tested; none if there are too few faces."""
        if not self.has_enough_faces:
            return
        faces = chi_square(list(self._faces.values()), self.sides)
        yield ChiSquareStatistic(
            self.kind, FairnessProperty.FACES, self.dice, faces, self.sides - 1
        )
        # Turning one die over is the smallest possible change, so few dice may well be perfectly
        # even. The chi-square law, which is continuous, would not allow for that.
        step = Fraction(2 * self.sides, self.dice)
        yield ChiSquareStatistic(
            self.kind, FairnessProperty.EVENNESS, self.dice, faces + step, self.sides - 1
        )
        outcomes = self.sides**2
        if self._pairs.total() >= MIN_EXPECTED * outcomes:
            pairs = chi_square(list(self._pairs.values()), outcomes)
            yield ChiSquareStatistic(
                self.kind, FairnessProperty.PAIRS, self.dice, pairs, outcomes - 1
            )


def chi_square(counts: Sequence[int], outcomes: int) -> Fraction:
    """Return how uneven ``counts`` of equally likely ``outcomes`` are; missing counts are 0."""
    total = sum(counts)
    return Fraction(outcomes * sum(count * count for count in counts), total) - total


def corrected(chances: Sequence[float]) -> tuple[float, ...]:
    """Return p-values corrected for multiple testing (Holm, 1979)."""
    corrected_chances = [1.0] * len(chances)
    least = 0.0
    for index, which in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        least = max(least, min(1.0, (len(chances) - index) * chances[which]))
        corrected_chances[which] = least
    return tuple(corrected_chances)

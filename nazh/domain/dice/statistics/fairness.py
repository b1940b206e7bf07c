"""Are dice fair? How far counts are from even, and how far many tests together are from luck.

Every face that is drawn is looked at, whatever became of it, so that nobody's choice has a say. An
explosion or a reroll draws anew whatever fell before: the faces of a kind of die, in draw order,
are one row of independent faces, wherever a roll ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Final

MIN_EXPECTED: Final = 5
"""Each outcome has to be expected so often, or chi-square does not follow its law."""
ALPHA: Final = 0.001
"""Fair dice are doubted in one of a thousand runs, however many tests a run makes."""
MAX_SIDES_IN_PAIRS: Final = 30
"""Pairs of larger dice have so many outcomes that hardly anybody throws enough of them."""


class FairnessProperty(Enum):
    """What a test looks at; the value is its word in JSON."""

    FACES = "faces"
    """Faces fall equally often."""
    EVENNESS = "evenness"
    """They do not do so more evenly than chance would."""
    PAIRS = "pairs"
    """Each face follows each other equally often."""


@dataclass(frozen=True, slots=True)
class ChiSquareStatistic:
    """Chi-square of ``dice`` faces of one kind, with so many degrees of ``freedom``."""

    kind: str
    tested_property: FairnessProperty
    dice: int
    chi_square: Fraction
    degrees_of_freedom: int


@dataclass(frozen=True, slots=True)
class FairnessResult:
    """One test: fair dice are at least so far off with probability ``p``.

    ``corrected`` is what is left of that when all tests of a run are looked at together.
    """

    statistic: ChiSquareStatistic
    p: float
    corrected: float

    @property
    def is_significant(self) -> bool:
        """Whether fair dice would hardly ever fall like this."""
        return self.corrected < ALPHA


class Sample:
    """Faces of one kind of die, numbered from 1, as they come."""

    __slots__ = ("_before", "_faces", "_pairs", "kind", "sides")

    def __init__(self, kind: str, sides: int) -> None:
        self.kind = kind
        self.sides = sides
        self._faces: Counter[int] = Counter()
        self._pairs: Counter[tuple[int, int]] = Counter()
        self._before: tuple[int, ...] = ()

    @property
    def dice(self) -> int:
        """How many faces there are."""
        return self._faces.total()

    @property
    def has_enough_faces(self) -> bool:
        """Whether there are enough faces for a test."""
        return self.dice >= MIN_EXPECTED * self.sides

    def take(self, faces: Sequence[int]) -> None:
        """Look at the next faces, in draw order."""
        self._faces.update(faces)
        if self.sides > MAX_SIDES_IN_PAIRS:
            return
        simple = (*self._before, *faces)
        # Pairs that share no die, or they would not be independent.
        self._pairs.update(zip(simple[::2], simple[1::2], strict=False))
        self._before = simple[-1:] if len(simple) % 2 else ()

    def statistic(self) -> Iterator[ChiSquareStatistic]:
        """Yield what can be tested; nothing where there are too few faces."""
        if not self.has_enough_faces:
            return
        faces = chi_square(list(self._faces.values()), self.sides)
        yield ChiSquareStatistic(
            self.kind, FairnessProperty.FACES, self.dice, faces, self.sides - 1
        )
        # One die turned over is the least that faces can be more uneven: so few dice may well be
        # perfectly even, which the law of chi-square, in which there are no steps, would not allow.
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
    """Return how uneven ``counts`` of equally likely ``outcomes`` are; the other counts are 0."""
    total = sum(counts)
    return Fraction(outcomes * sum(count * count for count in counts), total) - total


def corrected(chances: Sequence[float]) -> tuple[float, ...]:
    """Return p-values of many tests so that all of them together can be looked at (Holm, 1979)."""
    found = [1.0] * len(chances)
    least = 0.0
    for index, which in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        least = max(least, min(1.0, (len(chances) - index) * chances[which]))
        found[which] = least
    return tuple(found)

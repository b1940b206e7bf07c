"""Are the dice fair? Chi-square over many faces, and over pairs of faces that follow each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final

from nazh.domain.dice.statistics.fairness import chi_square
from nazh.domain.kernel.rng import Rng
from tests.fuzz.chi_square import surprise

SIDES: Final = (2, 3, 6, 7, 20, 100, 1000)
DICE: Final = 10_000_000
DOUBT: Final = 1e-7
"""The p-value below which dice are doubted; fair ones are, once in about 700,000 runs."""
_POOL: Final = 20
_LOT: Final = 50_000
_MOST_SIDES_IN_PAIRS: Final = 100


@dataclass(frozen=True, slots=True)
class Fairness:
    """How the faces of one kind of die fell; ``pairs`` is ``None`` where pairs are too many."""

    sides: int
    dice: int
    chi_square: float
    faces: float
    pairs: float | None

    @property
    def is_doubtful(self) -> bool:
        """Whether fair dice would hardly ever fall like this, too uneven or too even."""
        found = [self.faces] if self.pairs is None else [self.faces, self.pairs]
        return any(p < DOUBT or p > 1 - DOUBT for p in found)


def fairness(rng: Rng, sides: int, dice: int = DICE) -> Fairness:
    """Throw about ``dice`` dice in pools of twenty, as players do, and count."""
    faces: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    in_pairs = sides <= _MOST_SIDES_IN_PAIRS
    for lot in _lots(rng, sides, dice):
        faces.update(lot)
        if in_pairs:
            # Pairs that share no die, or they would not be independent.
            pairs.update(zip(lot[::2], lot[1::2], strict=True))
    every = range(1, sides + 1)
    counts = [faces[face] for face in every]
    return Fairness(
        sides,
        faces.total(),
        float(chi_square(counts, sides)),
        surprise(counts),
        surprise([pairs[one, other] for one in every for other in every]) if in_pairs else None,
    )


def _lots(rng: Rng, sides: int, dice: int) -> Iterator[tuple[int, ...]]:
    for _ in range(max(1, dice // _LOT)):
        pools = (rng.faces(count, sides) for count in repeat(_POOL, _LOT // _POOL))
        yield tuple(chain.from_iterable(pools))


def as_table(found: list[Fairness]) -> str:
    """Return the findings as a table for people."""
    lines = ["    die        dice    chi-square    p of faces    p of pairs"]
    for one in found:
        pairs = "" if one.pairs is None else f"{one.pairs:.4f}"
        doubt = "    DOUBTFUL" if one.is_doubtful else ""
        lines.append(
            f"{f'd{one.sides}':>7}  {one.dice:>10,}  {one.chi_square:12.2f}  {one.faces:12.4f}"
            f"  {pairs:>12}{doubt}".rstrip()
        )
    return "\n".join(lines)

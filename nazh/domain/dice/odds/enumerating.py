"""Enumerating: the law of any expression, by letting it fall in every way there is.

The last resort, for what no shortcut is known: the real dice are laid out for every sequence of
faces. It is slow, so few dice must be enough; ways that are too unlikely are cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from nazh.domain.dice.errors import DivisionByZero, OddsTooHard
from nazh.domain.dice.fallen import FallenDie, Table
from nazh.domain.dice.laid import Counting, Laid
from nazh.domain.dice.laying import lay
from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.odds.laws import Law, tidy
from nazh.domain.dice.odds.polynomials import Poly
from nazh.domain.dice.odds.sights import end_of
from nazh.domain.dice.odds.single_dice import Reckoning
from nazh.domain.dice.pools import Dice, Die, Node
from nazh.domain.dice.results import DieResult

_LEAST_LIKELY: Final = 4_000
"""A way is cut off when it is less likely than one in so many."""
_STEPS_A_DIE: Final = 4
_STEPS_A_WAY: Final = 20


class _Fork(Exception):
    """A die falls whose face has not been decided yet."""

    def __init__(self, die: Die) -> None:
        self.die = die


class _Endless(Exception):
    """More further dice fall than are followed."""


class _Decided:
    """Faces that were decided; satisfies ``FaceSource``."""

    __slots__ = ("faces", "most_further", "position", "table")

    def __init__(self, faces: tuple[int, ...], most_further: int) -> None:
        self.faces = faces
        self.position = 0
        self.most_further = most_further
        self.table = Table(self)

    def take(self, count: int, die: Die) -> Sequence[int]:
        """Return the next faces. Raises _Fork where they were not decided, and _Endless."""
        if self.table.further > self.most_further:
            raise _Endless
        start = self.position
        self.position = end = start + count
        if end > len(self.faces):
            raise _Fork(die)
        return self.faces[start:end]


def enumerated(
    node: Node, reckoning: Reckoning, ways_read: tuple[Counting, ...] = (Counting.AS_FALLEN,)
) -> Law:
    """Return the law of ``node``, laid out in every way.

    ``ways_read`` are all the ways in which it is read; the first gives the value, and the roll
    fails where any of them divides by zero. Raises OddsTooHard.
    """
    weights: dict[Quantity, Fraction] = {}
    failed = Fraction(0)
    likely = Fraction(1, _LEAST_LIKELY)
    open_ways: list[tuple[tuple[int, ...], Fraction]] = [((), Fraction(1))]
    while open_ways:
        faces, chance = open_ways.pop()
        reckoning.work.spend(_STEPS_A_WAY + _STEPS_A_DIE * len(faces))
        source = _Decided(faces, reckoning.share)
        try:
            laid = lay(node, source.table)
            value, *_ = [laid.value(counting) for counting in ways_read]
        except _Fork as fork:
            open_ways += _forks(faces, chance, fork.die, likely, reckoning)
            continue
        except _Endless:
            continue
        except DivisionByZero:
            failed += chance
            continue
        if _is_allowed(laid, reckoning):
            value = tidy(value)
            weights[value] = weights.get(value, Fraction(0)) + chance
    return _law(weights, failed)


def _forks(
    faces: tuple[int, ...], chance: Fraction, die: Die, likely: Fraction, reckoning: Reckoning
) -> list[tuple[tuple[int, ...], Fraction]]:
    if die.sides > _LEAST_LIKELY:
        raise OddsTooHard
    reckoning.work.spend(die.sides * 2)
    ways: dict[int, int] = {}
    for face in die.shapes:
        ways[face] = ways.get(face, 0) + 1
    found = [((*faces, face), chance * count / die.sides) for face, count in reversed(ways.items())]
    return [(decided, each) for decided, each in found if each >= likely]


def _is_allowed(laid: Laid, reckoning: Reckoning) -> bool:
    """Whether this way counts, by the marks of all the dice that are kept."""
    allowed: list[bool] = []

    def look_at(fallen: FallenDie, term: Dice) -> DieResult:
        if fallen.kept and not fallen.is_plot:
            end = end_of(fallen.die, fallen.faces[0])
            allowed.append(reckoning.sight.allows(term, fallen.value, end))
        return DieResult(fallen.die.sides, fallen.faces, fallen.value, fallen.kept, fallen.edge, ())

    laid.show([], look_at)
    return all(allowed)


def _law(weights: dict[Quantity, Fraction], failed: Fraction) -> Law:
    chances = weights.values()
    whole = lcm(failed.denominator, *(chance.denominator for chance in chances))
    poly: Poly = {
        value: chance.numerator * (whole // chance.denominator) for value, chance in weights.items()
    }
    return Law(poly, whole, failed.numerator * (whole // failed.denominator))

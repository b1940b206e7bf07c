"""Calculates the law of any expression by enumerating all its throws.

This is the fallback for expressions without a faster method: the evaluator runs for every sequence
of faces. It is slow and therefore needs few dice; throws that are too unlikely are truncated.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from nazh.domain.dice.errors import DivisionByZero, OddsTooHard
from nazh.domain.dice.evaluation.evaluated import Evaluated, ValueMode
from nazh.domain.dice.evaluation.evaluating import evaluate
from nazh.domain.dice.evaluation.results import DieResult
from nazh.domain.dice.evaluation.thrown_dice import EvaluationContext, ThrownDie
from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.odds.arithmetic.laws import Law, tidy
from nazh.domain.dice.odds.arithmetic.polynomials import Poly
from nazh.domain.dice.odds.natural_filters import natural_end_of
from nazh.domain.dice.odds.terms.single_dice import OddsContext
from nazh.domain.dice.pools import Dice, Die, Node

_LEAST_LIKELY: Final = 4_000
"""A throw is truncated if its probability is below 1 in this number."""
_STEPS_PER_DIE: Final = 4
_STEPS_PER_THROW: Final = 20


class _UndecidedFace(Exception):
    """A die is drawn whose face has not been decided yet."""

    def __init__(self, die: Die) -> None:
        self.die = die


class _TooManyFurtherDice(Exception):
    """More further dice are drawn than are followed."""


class _DecidedFaces:
    """Faces decided in advance; satisfies ``FaceSource``."""

    __slots__ = ("context", "faces", "max_further", "position")

    def __init__(self, faces: tuple[int, ...], max_further: int) -> None:
        self.faces = faces
        self.position = 0
        self.max_further = max_further
        self.context = EvaluationContext(self)

    def take(self, count: int, die: Die) -> Sequence[int]:
        """Return the next faces. Raises _UndecidedFace and _TooManyFurtherDice."""
        if self.context.further > self.max_further:
            raise _TooManyFurtherDice
        start = self.position
        self.position = end = start + count
        if end > len(self.faces):
            raise _UndecidedFace(die)
        return self.faces[start:end]


def enumerate_law(
    node: Node, odds: OddsContext, modes: tuple[ValueMode, ...] = (ValueMode.AS_THROWN,)
) -> Law:
    """Return the law of ``node`` over all its throws.

    ``modes`` are the ways to value it; the first gives the value, and the roll fails if any of them
    divides by zero. Raises OddsTooHard.
    """
    weights: dict[Quantity, Fraction] = {}
    failed = Fraction(0)
    likely = Fraction(1, _LEAST_LIKELY)
    pending: list[tuple[tuple[int, ...], Fraction]] = [((), Fraction(1))]
    while pending:
        faces, chance = pending.pop()
        odds.budget.spend(_STEPS_PER_THROW + _STEPS_PER_DIE * len(faces))
        source = _DecidedFaces(faces, odds.share)
        try:
            evaluated = evaluate(node, source.context)
            value, *_ = [evaluated.value(mode) for mode in modes]
        except _UndecidedFace as undecided:
            pending += _branches(faces, chance, undecided.die, likely, odds)
            continue
        except _TooManyFurtherDice:
            continue
        except DivisionByZero:
            failed += chance
            continue
        if _is_allowed(evaluated, odds):
            value = tidy(value)
            weights[value] = weights.get(value, Fraction(0)) + chance
    return _law(weights, failed)


def _branches(
    faces: tuple[int, ...], chance: Fraction, die: Die, likely: Fraction, odds: OddsContext
) -> list[tuple[tuple[int, ...], Fraction]]:
    if die.sides > _LEAST_LIKELY:
        raise OddsTooHard
    odds.budget.spend(die.sides * 2)
    ways: dict[int, int] = {}
    for face in die.shapes:
        ways[face] = ways.get(face, 0) + 1
    branches = [
        ((*faces, face), chance * count / die.sides) for face, count in reversed(ways.items())
    ]
    return [(decided, each) for decided, each in branches if each >= likely]


def _is_allowed(evaluated: Evaluated, odds: OddsContext) -> bool:
    """Return whether this throw counts, given the natural marks of the dice that are kept."""
    allowed: list[bool] = []

    def record_allowed(thrown: ThrownDie, term: Dice) -> DieResult:
        if thrown.kept and not thrown.is_plot:
            end = natural_end_of(thrown.die, thrown.faces[0])
            allowed.append(odds.natural_filter.allows(term, thrown.value, end))
        return DieResult(thrown.die.sides, thrown.faces, thrown.value, thrown.kept, thrown.edge, ())

    evaluated.append_pieces([], record_allowed)
    return all(allowed)


def _law(weights: dict[Quantity, Fraction], failed: Fraction) -> Law:
    chances = weights.values()
    total_ways = lcm(failed.denominator, *(chance.denominator for chance in chances))
    poly: Poly = {
        value: chance.numerator * (total_ways // chance.denominator)
        for value, chance in weights.items()
    }
    return Law(poly, total_ways, failed.numerator * (total_ways // failed.denominator))

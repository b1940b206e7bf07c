"""Computes odds by enumerating all outcomes with the real evaluator.

It is independent of the computation of odds. For unbounded rolls, outcomes with too many faces are
left out and reported as ``lost``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod

from nazh.domain.dice import Ruleset, judge
from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.evaluation.evaluating import evaluate
from nazh.domain.dice.evaluation.thrown_dice import EvaluationContext
from nazh.domain.dice.pools import Die
from nazh.domain.dice.rolls import RollPlan, Throw

Key = tuple[tuple[int | None, ...], bool, bool]
"""The totals of all pools, and whether there is an opportunity and a threat."""


class TooManyOutcomes(Exception):
    """Too many outcomes to enumerate."""


class _UndecidedFace(Exception):
    pass


@dataclass
class _DecidedFaces:
    """Faces in draw order; satisfies ``FaceSource``."""

    faces: tuple[int, ...]
    position: int = 0
    wanted: Die | None = None

    def take(self, count: int, die: Die) -> Sequence[int]:
        start = self.position
        self.position += count
        if self.position > len(self.faces):
            self.wanted = die
            raise _UndecidedFace
        return self.faces[start : self.position]


@dataclass
class BruteForceOdds:
    """The results of all outcomes, with at most ``further`` dice per pool."""

    chances: dict[Key, Fraction] = field(default_factory=dict)
    failed: Fraction = Fraction(0)
    truncated: Fraction = Fraction(0)

    def totals(self, pool: int) -> dict[int, Fraction]:
        """The distribution of one pool's total."""
        law: dict[int, Fraction] = {}
        for (totals, _, _), chance in self.chances.items():
            total = totals[pool]
            if total is not None:
                law[total] = law.get(total, Fraction(0)) + chance
        return law


def brute_force(
    plan: RollPlan, ruleset: Ruleset, further: int = 100, most: int = 4000
) -> BruteForceOdds:
    """Enumerate all outcomes of ``plan``. Raises TooManyWays beyond about ``most``."""
    terms = [term for pool in plan.pools for term in pool.terms]
    if prod(len(set(term.die.shapes)) ** (term.count + term.edges) for term in terms) > most:
        raise TooManyOutcomes
    odds = BruteForceOdds()
    pending: list[tuple[tuple[int, ...], Fraction]] = [((), Fraction(1))]
    tried = 0
    while pending:
        faces, chance = pending.pop()
        tried += 1
        if tried > most:
            raise TooManyOutcomes
        script = _DecidedFaces(faces)
        contexts = [EvaluationContext(script) for _ in plan.pools]
        try:
            for pool, context in zip(plan.pools, contexts, strict=True):
                evaluate(pool.expression, context)
            roll = judge(Throw(plan, faces), ruleset)
        except _UndecidedFace:
            if max(context.further for context in contexts) > further:
                odds.truncated += chance
                continue
            assert script.wanted is not None
            shapes = script.wanted.shapes
            if len(shapes) > most:
                raise TooManyOutcomes from None
            for face, count in Counter(shapes).items():
                pending.append(((*faces, face), chance * count / len(shapes)))
            continue
        except DivisionByZero:
            odds.failed += chance
            continue
        totals = tuple(result.total for result in roll.pools)
        key = (totals, roll.opportunities > 0, roll.threats > 0)
        odds.chances[key] = odds.chances.get(key, Fraction(0)) + chance
    return odds

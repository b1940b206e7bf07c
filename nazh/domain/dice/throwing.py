"""Throws a plan; the only dice module that uses randomness."""

from __future__ import annotations

from collections.abc import Sequence

from nazh.domain.dice.errors import TooManyFaces
from nazh.domain.dice.evaluation.evaluating import evaluate
from nazh.domain.dice.evaluation.face_sources import RandomFaces, RecordedFaces
from nazh.domain.dice.evaluation.simple_pools import draw_further
from nazh.domain.dice.evaluation.thrown_dice import EvaluationContext
from nazh.domain.dice.pools import PLOT_DIE
from nazh.domain.dice.rolls import RollPlan, Throw
from nazh.domain.kernel.rng import Rng

_new = tuple.__new__


def throw(plan: RollPlan, rng: Rng) -> Throw:
    """Throw the pools of ``plan`` once, from left to right.

    Raises DivisionByZero if the faces of a group's member make its divisor zero.
    """
    simple = plan.simple_pool
    if simple is None:
        return _throw_pools(plan, rng)
    faces = rng.faces(simple.count, simple.sides)
    if simple.is_cached:
        cached = plan.cached_throws.get(faces)
        if cached is None:
            plan.cached_throws[faces] = cached = Throw(plan, faces)
        return cached
    if simple.explodes:
        faces = draw_further(simple, faces, rng)
    # Calling ``tuple.__new__`` avoids the named tuple's constructor, which doubles the cost.
    return _new(Throw, (plan, faces))


def _throw_pools(plan: RollPlan, rng: Rng) -> Throw:
    draws = plan.fixed_draws
    if draws is not None:
        return Throw(plan, tuple(f for count, sides in draws for f in rng.faces(count, sides)))
    source = RandomFaces(rng)
    for pool in plan.pools:
        evaluate(pool.expression, EvaluationContext(source))
    return Throw(plan, tuple(source.drawn))


def throw_physical_dice(plan: RollPlan, faces: Sequence[int]) -> tuple[Throw, ...]:
    """Return throws with the faces of physical dice, for all repeats of ``plan``, in draw order.

    Raises TooFewFaces, TooManyFaces and ImpossibleFace.
    """
    throws: list[Throw] = []
    source = RecordedFaces(tuple(faces))
    for _ in range(plan.repeats):
        start = source.position
        for pool in plan.pools:
            evaluate(pool.expression, EvaluationContext(source))
        throws.append(Throw(plan, source.faces[start : source.position]))
    if source.position < len(source.faces):
        raise TooManyFaces(len(source.faces), source.position)
    return tuple(throws)


def add_plot_die(thrown: Throw, rng: Rng) -> Throw:
    """Return the same throw with a plot die added. The other faces do not change."""
    plan = thrown.plan.with_plot_die()
    return Throw(plan, (*thrown.faces, *rng.faces(1, PLOT_DIE.sides)))

"""Throws a plan: the only module of the dice that touches chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nazh.domain.dice.errors import TooManyFaces
from nazh.domain.dice.fallen import Table
from nazh.domain.dice.laying import lay
from nazh.domain.dice.plan import RollPlan
from nazh.domain.dice.pools import PLOT_DIE
from nazh.domain.dice.sources import Drawing, Reading
from nazh.domain.kernel.rng import Rng


@dataclass(frozen=True, slots=True)
class Throw:
    """The list of pools of ``plan``, thrown once. ``faces`` are in draw order, immutable."""

    plan: RollPlan
    faces: Sequence[int]


def throw(plan: RollPlan, rng: Rng) -> Throw:
    """Throw the pools of ``plan`` once, from left to right.

    Raises DivisionByZero where the faces of a group's member make its divisor zero.
    """
    steady = plan.steady_draws
    if steady is not None:
        if len(steady) == 1:
            count, sides = steady[0]
            return Throw(plan, rng.faces(count, sides))
        return Throw(plan, tuple(f for count, sides in steady for f in rng.faces(count, sides)))
    source = Drawing(rng)
    for pool in plan.pools:
        lay(pool.expression, Table(source))
    return Throw(plan, tuple(source.drawn))


def throw_by_hand(plan: RollPlan, faces: Sequence[int]) -> tuple[Throw, ...]:
    """Read faces that fell from real dice, for all repeats of ``plan``, in draw order.

    Raises TooFewFaces, TooManyFaces and ImpossibleFace.
    """
    throws: list[Throw] = []
    source = Reading(tuple(faces))
    for _ in range(plan.repeats):
        start = source.position
        for pool in plan.pools:
            lay(pool.expression, Table(source))
        throws.append(Throw(plan, source.faces[start : source.position]))
    if source.position < len(source.faces):
        raise TooManyFaces(len(source.faces), source.position)
    return tuple(throws)


def add_plot_die(thrown: Throw, rng: Rng) -> Throw:
    """Return the same throw with a plot die beside it; what fell stays as it fell."""
    plan = thrown.plan.with_plot_die()
    return Throw(plan, (*thrown.faces, *rng.faces(1, PLOT_DIE.sides)))

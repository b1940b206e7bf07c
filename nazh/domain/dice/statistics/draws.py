"""Lists the faces of a throw in draw order, each with its die, and which d20 were kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from nazh.domain.dice.evaluation.evaluating import evaluate
from nazh.domain.dice.evaluation.face_sources import RecordedFaces
from nazh.domain.dice.evaluation.simple_pools import SimplePool, dropped_indices
from nazh.domain.dice.evaluation.thrown_dice import EvaluationContext, ThrownDie
from nazh.domain.dice.pools import Die, PoolKind
from nazh.domain.dice.rolls import PoolResult, Roll, Throw

_D20: Final = 20


class Draw(NamedTuple):
    """Faces of one die drawn together, including those that an edge or a reroll did not use.

    ``is_further`` says that an explosion or a reroll drew them, which depends on earlier faces. All
    others are drawn whatever the faces are.
    """

    die: Die
    faces: Sequence[int]
    is_further: bool


class ThrowDraws(NamedTuple):
    """Every face of a throw in draw order, and the natural faces of the kept d20."""

    draws: tuple[Draw, ...]
    kept_d20: tuple[int, ...]


def draws_of_throw(throw: Throw) -> ThrowDraws:
    """Return the draws of ``throw``, by evaluating it once more."""
    source = _WatchedFaces(throw.faces)
    kept: list[int] = []
    for pool in throw.plan.pools:
        dice = evaluate(pool.expression, _WatchedContext(source)).dice()
        kept += (thrown.faces[0] for thrown in dice if thrown.kept and _is_d20(thrown.die))
    return ThrowDraws(tuple(source.draws), tuple(kept))


def draws_of_roll(roll: Roll) -> ThrowDraws:
    """Return the draws of ``roll``.

    If the number of draws is fixed, they are read from the judged dice, at a tenth of the cost.
    """
    plan, faces = roll.throw
    if plan.fixed_dice is None:
        return draws_of_throw(roll.throw)
    draws: list[Draw] = []
    start = 0
    for die, count in plan.fixed_dice:
        draws.append(Draw(die, faces[start : start + count], False))
        start += count
    kept: list[int] = []
    for result, kind in zip(roll.pools, plan.kinds, strict=True):
        if kind is PoolKind.SKILL:
            kept += _kept_d20(result)
    return ThrowDraws(tuple(draws), tuple(kept))


def _kept_d20(result: PoolResult) -> Iterable[int]:
    if result.simple_pool is not None:
        return kept_faces(result.simple_pool, result.faces)
    # Dice with custom faces, which may have 20 faces too, never have a fixed number of draws.
    return (die.faces[0] for die in result.dice if die.kept and die.sides == _D20)


def kept_faces(simple: SimplePool, faces: Sequence[int]) -> tuple[int, ...]:
    """Return the ``faces`` of a simple pool that count."""
    dropped = dropped_indices(simple, faces)
    return tuple(face for index, face in enumerate(faces) if index not in dropped)


def _is_d20(die: Die) -> bool:
    return die.sides == _D20 and die.is_numbered


class _WatchedFaces(RecordedFaces):
    """Records which faces were drawn for which die."""

    __slots__ = ("draws", "is_further")

    def __init__(self, faces: Sequence[int]) -> None:
        super().__init__(faces)
        self.draws: list[Draw] = []
        self.is_further = False

    def take(self, count: int, die: Die) -> Sequence[int]:
        faces = super().take(count, die)
        self.draws.append(Draw(die, faces, self.is_further))
        return faces


class _WatchedContext(EvaluationContext):
    """Marks draws as further ones in the source."""

    __slots__ = ("_watched_faces",)

    def __init__(self, source: _WatchedFaces) -> None:
        super().__init__(source)
        self._watched_faces = source

    def throw_further(self, thrown: ThrownDie) -> int | None:
        self._watched_faces.is_further = True
        face = super().throw_further(thrown)
        self._watched_faces.is_further = False
        return face

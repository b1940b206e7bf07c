"""The faces of a throw as they were drawn, each with its die, and which d20 were kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from nazh.domain.dice.fallen import FallenDie, Table
from nazh.domain.dice.laying import lay
from nazh.domain.dice.pools import Die, PoolKind
from nazh.domain.dice.rolls import PoolResult, Roll, Throw
from nazh.domain.dice.rows import PlainRow, places_dropped
from nazh.domain.dice.sources import Reading

_D20: Final = 20


class Draw(NamedTuple):
    """Faces of one die that were drawn together, also those that an edge or a reroll put aside.

    ``is_further`` says that they were drawn because of what another face showed: by an explosion
    or a reroll. All others are drawn whatever falls.
    """

    die: Die
    faces: Sequence[int]
    is_further: bool


class Drawn(NamedTuple):
    """Every face of a throw in draw order, and what was natural on the d20 that were kept."""

    draws: tuple[Draw, ...]
    kept_d20: tuple[int, ...]


def drawn(throw: Throw) -> Drawn:
    """Return what was drawn for ``throw``, by laying it out once more."""
    source = _Watched(throw.faces)
    kept: list[int] = []
    for pool in throw.plan.pools:
        dice = lay(pool.expression, _WatchedTable(source)).dice()
        kept += (fallen.faces[0] for fallen in dice if fallen.kept and _is_d20(fallen.die))
    return Drawn(tuple(source.draws), tuple(kept))


def drawn_for(roll: Roll) -> Drawn:
    """Return what was drawn for the throw of ``roll``.

    What is the same whatever falls is read off the judged dice, which costs a tenth.
    """
    plan, faces = roll.throw
    if plan.steady_dice is None:
        return drawn(roll.throw)
    draws: list[Draw] = []
    start = 0
    for die, count in plan.steady_dice:
        draws.append(Draw(die, faces[start : start + count], False))
        start += count
    kept: list[int] = []
    for result, kind in zip(roll.pools, plan.kinds, strict=True):
        if kind is PoolKind.SKILL:
            kept += _kept_d20(result)
    return Drawn(tuple(draws), tuple(kept))


def _kept_d20(result: PoolResult) -> Iterable[int]:
    if result.row is not None:
        return kept_in(result.row, result.faces)
    # Dice with faces of their own, which might be 20 too, are not among steady ones.
    return (die.faces[0] for die in result.dice if die.kept and die.sides == _D20)


def kept_in(row: PlainRow, faces: Sequence[int]) -> tuple[int, ...]:
    """Return those of the ``faces`` of a row that count."""
    dropped = places_dropped(row, faces)
    return tuple(face for place, face in enumerate(faces) if place not in dropped)


def _is_d20(die: Die) -> bool:
    return die.sides == _D20 and die.is_numbered


class _Watched(Reading):
    """Remembers which faces were asked for by which die."""

    __slots__ = ("draws", "is_further")

    def __init__(self, faces: Sequence[int]) -> None:
        super().__init__(faces)
        self.draws: list[Draw] = []
        self.is_further = False

    def take(self, count: int, die: Die) -> Sequence[int]:
        faces = super().take(count, die)
        self.draws.append(Draw(die, faces, self.is_further))
        return faces


class _WatchedTable(Table):
    """Says to the source which dice are further ones."""

    __slots__ = ("_watched",)

    def __init__(self, source: _Watched) -> None:
        super().__init__(source)
        self._watched = source

    def throw_again(self, fallen: FallenDie) -> int | None:
        self._watched.is_further = True
        face = super().throw_again(fallen)
        self._watched.is_further = False
        return face

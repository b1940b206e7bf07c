"""PlainRow: the commonest pools, whose total can be read off the faces without laying them out.

A shortcut for speed only: everything said here is said by ``laying`` too, and tests compare both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.fallen import kept_places
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Drop, End, Explode, Explosion, Keep
from nazh.domain.dice.pools import Dice, Node, Number, Pool, Sign, Sum, Tag
from nazh.domain.dice.results import DieResult, Mark, Piece
from nazh.domain.kernel.rng import Rng

Total = Callable[[Sequence[int]], int]
_REMEMBERED: Final = 400
"""Rows with at most so many outcomes (two d20) keep each outcome once it has been judged."""


@dataclass(frozen=True, slots=True, eq=False)
class PlainRow:
    """``count`` dice of at most 255 sides, perhaps one keep, drop or ``!``, and a ``bonus``.

    ``total`` reads the total off the faces; ``is_remembered`` says that there are so few outcomes
    that each is worth keeping.
    """

    count: int
    sides: int
    modifier: Keep | Drop | Explode | None
    bonus: int
    total: Total
    is_remembered: bool

    @property
    def explodes(self) -> bool:
        """Whether faces decide how many more are drawn."""
        return isinstance(self.modifier, Explode)


def plain_row(pools: tuple[Pool, ...]) -> PlainRow | None:
    """Return the row that a roll of one simple pool is; ``None`` for any other roll."""
    if len(pools) != 1 or pools[0].label is not None or pools[0].target is not None:
        return None
    split = _dice_and_bonus(pools[0].expression)
    if split is None:
        return None
    dice, bonus = split
    if not dice.die.is_numbered or dice.die.is_plot or not 1 < dice.die.sides < 256:
        return None
    if dice.tags or dice.notes or len(dice.modifiers) > 1:
        return None
    modifier = dice.modifiers[0] if dice.modifiers else None
    match modifier:
        case None | Keep() | Drop() | Explode(style=Explosion.FURTHER, condition=None):
            return PlainRow(
                dice.count,
                dice.die.sides,
                modifier,
                bonus,
                _total(dice.count, modifier, bonus),
                not isinstance(modifier, Explode) and dice.die.sides**dice.count <= _REMEMBERED,
            )
        case _:
            return None


def _dice_and_bonus(node: Node) -> tuple[Dice, int] | None:
    match node:
        case Dice():
            return node, 0
        case Sum(terms=((Sign.PLUS, Dice() as dice), (sign, Number(value=int(value))))):
            return dice, value if sign is Sign.PLUS else -value
        case _:
            return None


def _total(count: int, modifier: Keep | Drop | Explode | None, bonus: int) -> Total:
    if not isinstance(modifier, Keep | Drop):
        if count == 1 and modifier is None:
            return lambda faces: faces[0] + bonus
        return lambda faces: sum(faces) + bonus
    end, kept = modifier.end, modifier.count
    if isinstance(modifier, Drop):
        end = End.LOWEST if end is End.HIGHEST else End.HIGHEST
        kept = max(0, count - kept)
    kept = min(kept, count)
    if end is End.HIGHEST:
        if kept == 1:
            return lambda faces: max(faces) + bonus
        if kept == count - 1:
            return lambda faces: sum(faces) - min(faces) + bonus
        return lambda faces: sum(sorted(faces)[count - kept :]) + bonus
    if end is End.LOWEST:
        return lambda faces: sum(sorted(faces)[:kept]) + bonus
    start = (count - kept) // 2
    return lambda faces: sum(sorted(faces)[start : start + kept]) + bonus


def draw_row(row: PlainRow, rng: Rng) -> Sequence[int]:
    """Draw the faces of ``row`` in draw order.

    Further dice are drawn in handfuls: each explosion asks for exactly one more face, whichever
    die asks, so the order of the faces is the same as one by one.
    """
    faces = rng.faces(row.count, row.sides)
    if not row.explodes:
        return faces
    drawn = [faces]
    room = Limits.FURTHER_DICE
    asked = faces.count(row.sides)
    while asked and room:
        further = rng.faces(min(asked, room), row.sides)
        drawn.append(further)
        room -= len(further)
        asked = further.count(row.sides)
    if len(drawn) == 1:
        return faces
    if isinstance(faces, bytes):
        return b"".join(map(bytes, drawn))
    return tuple(face for handful in drawn for face in handful)


def row_pieces(row: PlainRow, faces: Sequence[int]) -> tuple[Piece, ...]:
    """Return the dice of a row that fell as ``faces``, and its bonus."""
    dice: list[Piece] = list(_exploded(row, faces) if row.explodes else _kept(row, faces))
    if row.bonus:
        dice += (" + " if row.bonus > 0 else " - ", str(abs(row.bonus)))
    return tuple(dice)


def places_kept(row: PlainRow, faces: Sequence[int]) -> frozenset[int] | set[int]:
    """Return which places of ``faces`` count; all of them without a keep or drop."""
    if isinstance(row.modifier, Keep | Drop):
        return kept_places(list(faces), row.modifier)
    return frozenset(range(len(faces)))


def chained(row: PlainRow, faces: Sequence[int]) -> list[int]:
    """Return the faces of an exploding row in the order shown: each die, then its further dice."""
    shown: list[int] = []
    further = iter(faces[row.count :])
    for face in faces[: row.count]:
        shown.append(face)
        while shown[-1] == row.sides:
            shown.append(next(further))
    return shown


def _exploded(row: PlainRow, faces: Sequence[int]) -> list[DieResult]:
    return [
        DieResult(row.sides, (face,), face, True, Tag.PLAIN, _EXPLODED)
        if face == row.sides
        else _plain(row, face, kept=True)
        for face in chained(row, faces)
    ]


_EXPLODED: Final = (Mark.MAX, Mark.EXPLODED)


def _kept(row: PlainRow, faces: Sequence[int]) -> list[DieResult]:
    keeps = places_kept(row, faces)
    return [_plain(row, face, kept=place in keeps) for place, face in enumerate(faces)]


def _plain(row: PlainRow, face: int, *, kept: bool) -> DieResult:
    marks: tuple[Mark, ...] = ()
    if kept and face == row.sides:
        marks = (Mark.MAX,)
    elif kept and face == 1:
        marks = (Mark.MIN,)
    return DieResult(row.sides, (face,), face, kept, Tag.PLAIN, marks)

"""Evaluates the most common pools directly from their faces, without building dice.

This is only an optimization: ``evaluating`` gives the same results, and tests compare both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from operator import concat
from typing import Final

from nazh.domain.dice.evaluation.keeping import kept_indices
from nazh.domain.dice.evaluation.results import DieResult, Mark, Piece
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Drop, End, Explode, Explosion, Keep
from nazh.domain.dice.pools import Dice, Node, Number, Pool, Sign, Sum, Tag
from nazh.domain.kernel.rng import Rng

_EXPLODE: Final = Explode(Explosion.FURTHER)
Total = Callable[[Sequence[int]], int]
_MAX_CACHED_OUTCOMES: Final = 400
"""Pools with at most this many outcomes (two d20) cache each outcome once it is judged."""


@dataclass(frozen=True, slots=True)
class SimplePool:
    """``count`` dice of at most 255 sides, at most one keep, drop or ``!``, and a ``bonus``.

    ``total`` calculates the total from the faces; ``is_cached`` is true if there are few enough
    outcomes to cache them.
    """

    count: int
    sides: int
    modifier: Keep | Drop | Explode | None
    bonus: int
    total: Total = field(compare=False)  # derived from the other fields
    explodes: bool
    max_faces: int
    """The most faces it can have: its dice and all further ones."""
    drops_lowest: bool
    is_cached: bool


def simple_pool_of(pools: tuple[Pool, ...]) -> SimplePool | None:
    """Return the simple pool that a roll consists of, or ``None`` for any other roll."""
    pool = pools[0]
    if len(pools) > 1 or len(pool.terms) != 1 or pool.label is not None or pool.target is not None:
        return None
    dice, node = pool.terms[0], pool.expression
    bonus = 0 if node is dice else _bonus(node, dice)
    die = dice.die
    if bonus is None or dice.tags or dice.notes or len(dice.modifiers) > 1:
        return None
    sides = die.sides
    if die.is_plot or not die.is_numbered or not 1 < sides < 256:
        return None
    modifier = dice.modifiers[0] if dice.modifiers else None
    if modifier is None or isinstance(modifier, Keep | Drop):
        explodes = False
    elif modifier == _EXPLODE:
        explodes = True
    else:
        return None
    count = dice.count
    return SimplePool(
        count,
        sides,
        modifier,
        bonus,
        _total(count, modifier, bonus),
        explodes,
        count + Limits.FURTHER_DICE if explodes else count,
        _drops_lowest(count, modifier),
        not explodes and count < 9 and sides**count <= _MAX_CACHED_OUTCOMES,
    )


def _bonus(node: Node, dice: Dice) -> int | None:
    """Return the flat bonus in ``dice + bonus``, or ``None`` for any other expression."""
    if not isinstance(node, Sum) or len(node.terms) != 2 or node.terms[0][1] is not dice:
        return None
    sign, second = node.terms[1]
    # A bonus of 0 is displayed as it was written, which a simple pool cannot represent.
    if not isinstance(second, Number) or not isinstance(second.value, int) or not second.value:
        return None
    return second.value if sign is Sign.PLUS else -second.value


def _drops_lowest(count: int, modifier: Keep | Drop | Explode | None) -> bool:
    """Return whether only the lowest die is dropped."""
    match modifier:
        case Keep(end=End.HIGHEST, count=kept):
            return kept == count - 1
        case Drop(end=End.LOWEST, count=dropped):
            return dropped == 1
        case _:
            return False


def _total(count: int, modifier: Keep | Drop | Explode | None, bonus: int) -> Total:
    if not isinstance(modifier, Keep | Drop):
        if count == 1 and modifier is None:
            return lambda faces: faces[0] + bonus
        return lambda faces: sum(faces) + bonus
    if isinstance(modifier, Drop):
        modifier = modifier.as_keep(count)
    end, kept = modifier.end, min(modifier.count, count)
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


def draw_further(simple: SimplePool, faces: Sequence[int], rng: Rng) -> Sequence[int]:
    """Return ``faces`` and the further dice of an exploding pool, in draw order.

    Further dice are drawn in batches. Each explosion draws exactly one more face, whichever die
    explodes, so the faces are in the same order as if they were drawn one by one.
    """
    sides = simple.sides
    explosions = faces.count(sides)
    max_faces = simple.max_faces
    while explosions and len(faces) < max_faces:
        further = rng.faces(min(explosions, max_faces - len(faces)), sides)
        explosions = further.count(sides)
        faces = concat(faces, further)  # one source draws both, as bytes or as tuples
    return faces


def simple_pool_pieces(simple: SimplePool, faces: Sequence[int]) -> tuple[Piece, ...]:
    """Return the dice of a simple pool with these ``faces``, and its bonus."""
    dice: list[Piece] = list(
        _exploded_dice(simple, faces) if simple.explodes else _kept_dice(simple, faces)
    )
    if simple.bonus:
        dice += (" + " if simple.bonus > 0 else " - ", str(abs(simple.bonus)))
    return tuple(dice)


def dropped_indices(simple: SimplePool, faces: Sequence[int]) -> Collection[int]:
    """Return the indices of ``faces`` that do not count; none without a keep or drop."""
    modifier = simple.modifier
    if not isinstance(modifier, Keep | Drop):
        return ()
    if simple.drops_lowest and isinstance(faces, bytes):
        return (faces.rfind(min(faces)),)  # in a tie the die further left is kept
    kept = kept_indices(list(faces), modifier)
    return [index for index in range(len(faces)) if index not in kept]


def in_chain_order(simple: SimplePool, faces: Sequence[int]) -> list[int]:
    """Return the faces of an exploding pool in display order: each die, then its further dice."""
    shown: list[int] = []
    further = iter(faces[simple.count :])
    for face in faces[: simple.count]:
        shown.append(face)
        while shown[-1] == simple.sides:
            shown.append(next(further))
    return shown


def _exploded_dice(simple: SimplePool, faces: Sequence[int]) -> list[DieResult]:
    return [
        DieResult(simple.sides, (face,), face, True, Tag.PLAIN, _EXPLODED)
        if face == simple.sides
        else _die_result(simple, face, kept=True)
        for face in in_chain_order(simple, faces)
    ]


_EXPLODED: Final = (Mark.MAX, Mark.EXPLODED)


def _kept_dice(simple: SimplePool, faces: Sequence[int]) -> list[DieResult]:
    dropped = dropped_indices(simple, faces)
    return [
        _die_result(simple, face, kept=index not in dropped) for index, face in enumerate(faces)
    ]


def _die_result(simple: SimplePool, face: int, *, kept: bool) -> DieResult:
    marks: tuple[Mark, ...] = ()
    if kept and face == simple.sides:
        marks = (Mark.MAX,)
    elif kept and face == 1:
        marks = (Mark.MIN,)
    return DieResult(simple.sides, (face,), face, kept, Tag.PLAIN, marks)

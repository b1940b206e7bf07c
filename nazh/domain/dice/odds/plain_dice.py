"""The commonest dice: summed as they fall, the best of several, or the best few."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import comb

from nazh.domain.dice.modifiers import Drop, End, Keep, Quantity
from nazh.domain.dice.odds.keeping import Choice, chosen_sum
from nazh.domain.dice.odds.kept_sums import Kind
from nazh.domain.dice.odds.laws import Law, certain
from nazh.domain.dice.odds.polynomials import Poly
from nazh.domain.dice.odds.single_dice import Reckoning
from nazh.domain.dice.pools import Dice, Tag


def plain_law(term: Dice, reckoning: Reckoning) -> Law | None:
    """Return the law of numbered dice that nothing else happens to; ``None`` for others."""
    if _is_plain(term, reckoning):
        if not term.modifiers and not term.tags:
            return _plain(term, reckoning)
        best = _best_of(term)
        if best is not None:
            return _extreme_of(best, term.die.sides, reckoning)
        choices = [m for m in term.modifiers if isinstance(m, Keep | Drop)]
        if not term.tags and len(choices) == len(term.modifiers) and not term.die.is_plot:
            return _plain_kept(term, choices, reckoning)
    return None


def _is_plain(term: Dice, reckoning: Reckoning) -> bool:
    return term.die.is_numbered and (reckoning.sight.is_full or not term.has_d20)


def _plain_kept(term: Dice, choices: Sequence[Choice], reckoning: Reckoning) -> Law:
    sides = term.die.sides
    reckoning.work.spend(sides)
    faces: dict[Quantity, tuple[int, Poly]] = {face: (1, {face: 1}) for face in range(1, sides + 1)}
    kept = chosen_sum((Kind(term.count, faces, sides),), choices, reckoning.work)
    assert kept is not None, "like things know no ties that matter"
    return Law(kept, sides**term.count)


def _best_of(term: Dice) -> tuple[int, bool] | None:
    """Return of how many dice one is kept, and whether the highest; ``None`` for other terms."""
    if term.die.is_plot:
        return None
    match term:
        case Dice(tags=(), modifiers=(Keep(count=1, end=End.HIGHEST | End.LOWEST as end),)):
            return term.count, end is End.HIGHEST
        case Dice(count=1, tags=(Tag.ADVANTAGE | Tag.DISADVANTAGE as tag,), modifiers=()):
            return 2, tag is Tag.ADVANTAGE
        case _:
            return None


def _extreme_of(best: tuple[int, bool], sides: int, reckoning: Reckoning) -> Law:
    count, highest = best
    reckoning.work.spend(sides // 4)
    powers = [face**count for face in range(sides + 1)]
    ways = [more - less for less, more in pairwise(powers)]
    if not highest:
        ways.reverse()
    return Law(dict(enumerate(ways, 1)), powers[-1])


def _plain(term: Dice, reckoning: Reckoning) -> Law:
    count, sides = term.count, term.die.sides
    if term.die.is_plot:
        return certain(0)
    if count == 1:
        reckoning.work.spend(sides // 8)
        return Law(dict.fromkeys(range(1, sides + 1), 1), sides)
    # The series of (1 - x**sides) ** count / (1 - x) ** count; its second half mirrors the first.
    most = count * (sides - 1)
    half = most // 2 + 1
    reckoning.work.spend(half * (count + 4) // 20)
    ways = [0] * half
    for jump in range(min(count, (half - 1) // sides) + 1):
        ways[jump * sides] = (-1) ** jump * comb(count, jump)
    for _ in range(count):
        ways = list(accumulate(ways))
    ways += reversed(ways[: most + 1 - half])
    return Law(dict(enumerate(ways, count)), sides**count)

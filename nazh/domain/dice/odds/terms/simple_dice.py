"""Calculates the most common dice directly: plain sums, the best of several, or the best few."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import comb

from nazh.domain.dice.modifiers import Drop, End, Keep, Quantity
from nazh.domain.dice.odds.arithmetic.laws import Law, certain
from nazh.domain.dice.odds.arithmetic.polynomials import Poly
from nazh.domain.dice.odds.terms.keep_spans import Choice, chosen_sum
from nazh.domain.dice.odds.terms.kept_sums import KeepCandidates
from nazh.domain.dice.odds.terms.single_dice import OddsContext
from nazh.domain.dice.pools import Dice, Tag


def simple_law(term: Dice, odds: OddsContext) -> Law | None:
    """Return the law of numbered dice without other modifiers, or ``None`` for other terms."""
    if _is_simple(term, odds):
        if not term.modifiers and not term.tags:
            return _simple_sum(term, odds)
        best = _best_of(term)
        if best is not None:
            return _best_law(best, term.die.sides, odds)
        choices = [m for m in term.modifiers if isinstance(m, Keep | Drop)]
        if not term.tags and len(choices) == len(term.modifiers) and not term.die.is_plot:
            return _simple_kept(term, choices, odds)
    return None


def _is_simple(term: Dice, odds: OddsContext) -> bool:
    return term.die.is_numbered and (odds.natural_filter.allows_all or not term.has_d20)


def _simple_kept(term: Dice, choices: Sequence[Choice], odds: OddsContext) -> Law:
    sides = term.die.sides
    odds.budget.spend(sides)
    faces: dict[Quantity, tuple[int, Poly]] = {face: (1, {face: 1}) for face in range(1, sides + 1)}
    kept = chosen_sum((KeepCandidates(term.count, faces, sides),), choices, odds.budget)
    assert kept is not None, "ties between identical candidates do not matter"
    return Law(kept, sides**term.count)


def _best_of(term: Dice) -> tuple[int, bool] | None:
    """Return the number of dice and whether the highest is kept, or ``None`` for other terms."""
    if term.die.is_plot:
        return None
    match term:
        case Dice(tags=(), modifiers=(Keep(count=1, end=End.HIGHEST | End.LOWEST as end),)):
            return term.count, end is End.HIGHEST
        case Dice(count=1, tags=(Tag.ADVANTAGE | Tag.DISADVANTAGE as tag,), modifiers=()):
            return 2, tag is Tag.ADVANTAGE
        case _:
            return None


def _best_law(best: tuple[int, bool], sides: int, odds: OddsContext) -> Law:
    count, highest = best
    odds.budget.spend(sides // 4)
    powers = [face**count for face in range(sides + 1)]
    ways = [more - less for less, more in pairwise(powers)]
    if not highest:
        ways.reverse()
    return Law(dict(enumerate(ways, 1)), powers[-1])


def _simple_sum(term: Dice, odds: OddsContext) -> Law:
    count, sides = term.count, term.die.sides
    if term.die.is_plot:
        return certain(0)
    if count == 1:
        odds.budget.spend(sides // 8)
        return Law(dict.fromkeys(range(1, sides + 1), 1), sides)
    # The series of (1 - x**sides) ** count / (1 - x) ** count; its second half mirrors the first.
    most = count * (sides - 1)
    half = most // 2 + 1
    odds.budget.spend(half * (count + 4) // 20)
    ways = [0] * half
    for jump in range(min(count, (half - 1) // sides) + 1):
        ways[jump * sides] = (-1) ** jump * comb(count, jump)
    for _ in range(count):
        ways = list(accumulate(ways))
    ways += reversed(ways[: most + 1 - half])
    return Law(dict(enumerate(ways, count)), sides**count)

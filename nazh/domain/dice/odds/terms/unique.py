"""Calculates the odds of unique dice, which end on all sets of distinct faces equally often."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from nazh.domain.dice.modifiers import Drop, Keep, Modifier, Unique
from nazh.domain.dice.odds.arithmetic.laws import Law
from nazh.domain.dice.odds.arithmetic.polynomials import Poly, scaled, summed, times
from nazh.domain.dice.odds.terms.contributions import contribution_of
from nazh.domain.dice.odds.terms.keep_spans import Choice, span_of
from nazh.domain.dice.odds.terms.single_dice import OddsContext, States
from nazh.domain.dice.pools import Dice


def unique_law(
    term: Dice, rest: Sequence[Modifier], faces: States, odds: OddsContext
) -> Law | None:
    """Return the law of plain unique dice, or ``None`` if a modifier in ``rest`` draws again."""
    if max(faces.values()) > 1:
        return None
    choices: list[Choice] = [m for m in rest if isinstance(m, Keep | Drop)]
    after = list(rest[len(choices) :])
    if any(isinstance(m, Keep | Drop | Unique) for m in after):
        return None
    count, sides = term.count - term.plot_dice, len(faces)
    contribution = contribution_of(term, after, faces, count, odds)
    if contribution.total_ways != 1:
        return None
    span = span_of(count, choices, from_top=True)
    end = span.skip + span.take
    # The number of faces drawn so far, and the sum of those among them that are kept.
    states: dict[int, Poly] = {0: {0: 1}}
    for index, state in enumerate(sorted(filter(None, faces), reverse=True)):
        passed = dict(states)
        for drawn, so_far in states.items():
            odds.budget.spend(2 + len(so_far) // 4)
            if drawn == count:
                continue
            kept = span.skip <= drawn < end
            more = times(so_far, contribution.adds(state), odds.budget) if kept else so_far
            known = passed.get(drawn + 1)
            passed[drawn + 1] = more if known is None else summed(known, more)
        left = sides - 1 - index
        states = {drawn: poly for drawn, poly in passed.items() if drawn + left >= count}
    ways, total_ways = _followed(count, sides, odds.share)
    return Law(scaled(states.get(count, {}), ways), comb(sides, count) * total_ways)


def _followed(dice: int, sides: int, share: int) -> tuple[int, int]:
    """Return the probability of at most ``share`` failed draws, as ways out of a total.

    A die after s others is rerolled on s of its faces, whichever faces those are.
    """
    ways = [1] + [0] * share
    for before in range(dice):
        for throws in range(1, share + 1):
            ways[throws] += before * ways[throws - 1]
    allowed = 1
    for before in range(dice):
        allowed *= sides - before
    total = sum(count * sides ** (share - throws) for throws, count in enumerate(ways))
    return total * allowed, sides ** (share + dice)

"""Unique dice: drawn until all differ, which is as likely to end on one set of faces as another."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from nazh.domain.dice.modifiers import Drop, Keep, Modifier, Unique
from nazh.domain.dice.odds.aftermath import aftermath
from nazh.domain.dice.odds.keeping import Choice, span_of
from nazh.domain.dice.odds.laws import Law
from nazh.domain.dice.odds.polynomials import Poly, joined, scaled, times
from nazh.domain.dice.odds.single_dice import Reckoning, States
from nazh.domain.dice.pools import Dice


def unique_law(
    term: Dice, rest: Sequence[Modifier], faces: States, reckoning: Reckoning
) -> Law | None:
    """Return the law of plain dice that differ; ``None`` where the ``rest`` draws again."""
    if max(faces.values()) > 1:
        return None
    choices: list[Choice] = [m for m in rest if isinstance(m, Keep | Drop)]
    calm = list(rest[len(choices) :])
    if any(isinstance(m, Keep | Drop | Unique) for m in calm):
        return None
    count, sides = term.count - term.plot_dice, len(faces)
    ending = aftermath(term, calm, faces, count, reckoning)
    if ending.whole != 1:
        return None
    span = span_of(count, choices, from_top=True)
    end = span.skip + span.take
    # How many of the faces passed were drawn, and what those among them that are kept add.
    states: dict[int, Poly] = {0: {0: 1}}
    for place, state in enumerate(sorted(filter(None, faces), reverse=True)):
        passed = dict(states)
        for drawn, so_far in states.items():
            reckoning.work.spend(2 + len(so_far) // 4)
            if drawn == count:
                continue
            kept = span.skip <= drawn < end
            more = times(so_far, ending.adds(state), reckoning.work) if kept else so_far
            known = passed.get(drawn + 1)
            passed[drawn + 1] = more if known is None else joined(known, more)
        left = sides - 1 - place
        states = {drawn: poly for drawn, poly in passed.items() if drawn + left >= count}
    ways, whole = _followed(count, sides, reckoning.share)
    weights = scaled(states.get(count, {}), ways)
    return Law({v: w for v, w in weights.items() if w}, comb(sides, count) * whole)


def _followed(dice: int, sides: int, share: int) -> tuple[int, int]:
    """Return how likely at most ``share`` faces are drawn in vain, as ways of a whole.

    A die that has s others before it falls again with s of its faces, whichever they are.
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

"""How dice lie once some of them have brought further dice, before any is kept or dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

from nazh.domain.dice.modifiers import Explode, Explosion, Modifier, Reroll
from nazh.domain.dice.odds.aftermath import one_less
from nazh.domain.dice.odds.exploding import Chances, orders
from nazh.domain.dice.odds.single_dice import Alike, Reckoning, States, changed, split
from nazh.domain.dice.pools import Dice


@dataclass(frozen=True, slots=True)
class Spread:
    """How many dice lie there in which states, and in how many ways that can be."""

    ways: int
    rows: list[Alike]


def chances_of(quiet: States, met: States, ends: States, goes_on: States) -> Chances:
    """Return the ways in which dice, and dice that came further, end and go on."""
    return Chances(*(sum(states.values()) for states in (quiet, met, ends, goes_on)))


def spread_out(
    alike: Alike, modifiers: Sequence[Modifier], term: Dice, faces: States, reckoning: Reckoning
) -> tuple[int, Iterator[Spread]]:
    """Return the most further dice, and how the dice of ``term`` can lie with them.

    The first of ``modifiers`` brings further dice; the others change each alone.
    """
    head, *tail = modifiers
    assert isinstance(head, Explode | Reroll)
    quiet, met = split(alike.states, head, term.die)
    dice = alike.count
    if isinstance(head, Reroll):
        ends, goes_on = faces, States()
        further = dice
    else:
        ends, goes_on = split(faces, head, term.die)
        chances = chances_of(quiet, met, ends, goes_on)
        further = chances.most_further(dice, alike.whole, reckoning.share)
        if head.style is Explosion.PENETRATE:
            ends, goes_on = one_less(ends), one_less(goes_on)

    def calmed(states: States) -> States:
        alike = Alike(1, states, sum(states.values()))
        for modifier in tail:
            alike = changed(alike, modifier, term, faces, dice, reckoning)
        return alike.states

    kinds = calmed(quiet), calmed(met), calmed(ends), calmed(goes_on)
    return further, _spreads(dice, further, kinds, term.die.sides, reckoning)


def _spreads(
    dice: int,
    further: int,
    kinds: tuple[States, States, States, States],
    sides: int,
    reckoning: Reckoning,
) -> Iterator[Spread]:
    quiet, met, ends, goes_on = kinds
    work = reckoning.work
    if quiet == ends and met == goes_on:
        for links in range(further + 1):
            work.spend(20)
            rows = [_row(links, goes_on), _row(dice, ends)]
            yield Spread(orders(dice, links) * sides ** (further - links), rows)
        return
    for exploding in range(dice + 1):
        most = further - exploding if exploding and goes_on else 0
        for links in range(most + 1):
            work.spend(20)
            rows = [
                _row(dice - exploding, quiet),
                _row(exploding, met),
                _row(exploding, ends),
                _row(links, goes_on),
            ]
            ways = comb(dice, exploding) * orders(exploding, links)
            if exploding + links <= further:
                left = further - exploding - links
                yield Spread(ways * sides**left, rows)


def _row(count: int, states: States) -> Alike:
    return Alike(count, states, sum(states.values()))

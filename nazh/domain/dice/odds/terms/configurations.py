"""Counts the states of dice after further dice were added, before any is kept or dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb

from nazh.domain.dice.modifiers import Explode, Explosion, Modifier, Reroll
from nazh.domain.dice.odds.terms.contributions import penetrated
from nazh.domain.dice.odds.terms.exploding import ExplosionWays, chain_arrangements
from nazh.domain.dice.odds.terms.single_dice import (
    IdenticalDice,
    OddsContext,
    States,
    apply_modifier,
    split_by_condition,
)
from nazh.domain.dice.pools import Dice


@dataclass(frozen=True, slots=True)
class Configuration:
    """How many dice are in each state, and in how many ways that can happen."""

    ways: int
    groups: list[IdenticalDice]


def explosion_ways(unmet: States, met: States, ends: States, continues: States) -> ExplosionWays:
    """Return the ways in which dice and their further dice end or continue."""
    return ExplosionWays(*(sum(states.values()) for states in (unmet, met, ends, continues)))


def configurations_of(
    group: IdenticalDice,
    modifiers: Sequence[Modifier],
    term: Dice,
    faces: States,
    odds: OddsContext,
) -> tuple[int, Iterator[Configuration]]:
    """Return the maximum number of further dice, and the configurations of ``term`` with them.

    The first of ``modifiers`` adds further dice; the others change each die independently.
    """
    head, *tail = modifiers
    assert isinstance(head, Explode | Reroll)
    unmet, met = split_by_condition(group.states, head, term.die)
    dice = group.count
    if isinstance(head, Reroll):
        ends, continues = faces, States()
        further = dice
    else:
        ends, continues = split_by_condition(faces, head, term.die)
        chances = explosion_ways(unmet, met, ends, continues)
        further = chances.max_further(dice, group.total_ways, odds.share)
        if head.style is Explosion.PENETRATE:
            ends, continues = penetrated(ends), penetrated(continues)

    def after_rest(states: States) -> States:
        group = IdenticalDice(1, states, sum(states.values()))
        for modifier in tail:
            group = apply_modifier(group, modifier, term, faces, dice, odds)
        return group.states

    kinds = after_rest(unmet), after_rest(met), after_rest(ends), after_rest(continues)
    return further, _configurations(dice, further, kinds, term.die.sides, odds)


def _configurations(
    dice: int,
    further: int,
    kinds: tuple[States, States, States, States],
    sides: int,
    odds: OddsContext,
) -> Iterator[Configuration]:
    unmet, met, ends, continues = kinds
    budget = odds.budget
    if unmet == ends and met == continues:
        for links in range(further + 1):
            budget.spend(20)
            groups = [_group(links, continues), _group(dice, ends)]
            yield Configuration(
                chain_arrangements(dice, links) * sides ** (further - links), groups
            )
        return
    for exploding in range(dice + 1):
        most = further - exploding if exploding and continues else 0
        for links in range(most + 1):
            budget.spend(20)
            groups = [
                _group(dice - exploding, unmet),
                _group(exploding, met),
                _group(exploding, ends),
                _group(links, continues),
            ]
            ways = comb(dice, exploding) * chain_arrangements(exploding, links)
            if exploding + links <= further:
                left = further - exploding - links
                yield Configuration(ways * sides**left, groups)


def _group(count: int, states: States) -> IdenticalDice:
    return IdenticalDice(count, states, sum(states.values()))

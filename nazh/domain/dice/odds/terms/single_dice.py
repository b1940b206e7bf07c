"""Calculates the states of one die while modifiers change it independently."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Drop,
    Explode,
    Explosion,
    Keep,
    KeepIf,
    Modifier,
    Reroll,
    Unique,
)
from nazh.domain.dice.odds.arithmetic.polynomials import Poly
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget
from nazh.domain.dice.odds.natural_filters import NEITHER, NaturalFilter, natural_end_of
from nazh.domain.dice.pools import Dice, Die, Tag

State = tuple[int, int]
"""The value of a die, and the natural end that it shows (see ``natural_end_of``)."""
States = dict[State | None, int]
"""The number of ways for each state; ``None`` is a die that was dropped."""


@dataclass(frozen=True, slots=True)
class OddsContext:
    """The context that all calculations for one pool share.

    ``share`` is the number of further dice that are followed for each unbounded modifier. All
    shares together stay within the limit of further dice in a pool, so the limit does not change
    the reported odds.
    """

    budget: StepBudget
    natural_filter: NaturalFilter
    share: int


@dataclass(frozen=True, slots=True)
class IdenticalDice:
    """``count`` adjacent dice with the same law of states."""

    count: int
    states: States
    total_ways: int
    """The ways of one die, including the truncated ones."""


def initial_states(term: Dice, odds: OddsContext) -> States:
    """Return the states of a die of ``term`` that was just drawn."""
    die = term.die
    odds.budget.spend(die.sides // 3)
    if odds.natural_filter.allows_all or not term.has_d20:
        states: States = {}
        for face in die.shapes:
            states[face, NEITHER] = states.get((face, NEITHER), 0) + 1
        return states
    return {(face, natural_end_of(die, face)): 1 for face in die.shapes}


def thrown_groups(term: Dice, faces: States) -> list[IdenticalDice]:
    """Return the drawn dice of ``term`` from left to right, without plot dice."""
    if term.die.is_plot:
        return []
    sides = term.die.sides
    tags = term.tags + (Tag.PLAIN,) * (term.count - len(term.tags))
    groups: list[IdenticalDice] = []
    for tag, same in groupby(tag for tag in tags if tag is not Tag.PLOT):
        count = len(list(same))
        if tag is Tag.PLAIN:
            groups.append(IdenticalDice(count, faces, sides))
        else:
            groups.append(
                IdenticalDice(count, _edged(faces, higher=tag is Tag.ADVANTAGE), sides * sides)
            )
    return groups


def _edged(faces: States, *, higher: bool) -> States:
    passed = 0
    states: States = {}
    known_faces = [(state, ways) for state, ways in faces.items() if state is not None]
    for state, ways in sorted(known_faces, reverse=not higher):
        states[state] = ways * (ways + 2 * passed)
        passed += ways
    return states


def meets(modifier: Explode | Reroll, die: Die, value: int) -> bool:
    """Return whether a die with this value explodes or is rerolled."""
    if modifier.condition is None:
        return value == die.highest
    return modifier.condition.met_by(value)


def split_by_condition(
    states: States, modifier: Explode | Reroll, die: Die
) -> tuple[States, States]:
    """Return the states that do not meet the condition, and those that do."""
    unmet: States = {}
    met: States = {}
    for state, ways in states.items():
        if state is None or not meets(modifier, die, state[0]):
            unmet[state] = ways
        else:
            met[state] = ways
    return unmet, met


def chain_depth(dice: int, met: int, sides: int, share: int) -> int:
    """Return how many further throws of each of ``dice`` dice are followed."""
    most = share // dice if dice else share
    tail, total = dice * Limits.ODDS_TAIL, 1
    for depth_limit in range(most):
        if tail <= total:
            return depth_limit
        tail, total = tail * met, total * sides
    return most


def apply_modifier(
    group: IdenticalDice,
    modifier: Modifier,
    term: Dice,
    faces: States,
    dice: int,
    odds: OddsContext,
) -> IdenticalDice:
    """Return the dice after a ``modifier`` that neither adds dice nor compares them.

    ``dice`` is the number of dice that share the remaining further throws.
    """
    states = group.states
    odds.budget.spend(len(states) // 2 + 1)
    match modifier:
        case AtLeast(value=value):
            return replace(group, states=_moved(states, lambda old: max(old, value)))
        case AtMost(value=value):
            return replace(group, states=_moved(states, lambda old: min(old, value)))
        case KeepIf(condition=condition):
            kept: States = {}
            for state, ways in states.items():
                stays = state is not None and condition.met_by(state[0])
                now = state if stays else None
                kept[now] = kept.get(now, 0) + ways
            return replace(group, states=kept)
        case Reroll():
            return _rerolled(group, modifier, term, faces, dice, odds)
        case Explode():
            return _compounded(group, modifier, term, faces, dice, odds)
        case _:
            raise AssertionError(modifier)


def _moved(states: States, move: Callable[[int], int]) -> States:
    moved: States = {}
    for state, ways in states.items():
        target = None if state is None else (move(state[0]), state[1])
        moved[target] = moved.get(target, 0) + ways
    return moved


def _rerolled(
    group: IdenticalDice, modifier: Reroll, term: Dice, faces: States, dice: int, odds: OddsContext
) -> IdenticalDice:
    unmet, met = split_by_condition(group.states, modifier, term.die)
    ends, ways_to_end, total_ways = reroll_ends(modifier, term.die, faces, dice, odds)
    times = sum(met.values()) * ways_to_end
    result = {state: ways * total_ways for state, ways in unmet.items()}
    for state, ways in ends.items():
        result[state] = result.get(state, 0) + ways * times
    return IdenticalDice(group.count, result, group.total_ways * total_ways)


def reroll_ends(
    modifier: Reroll, die: Die, faces: States, dice: int, odds: OddsContext
) -> tuple[States, int, int]:
    """Return the states in which rerolls of a die end, the ways to each of them, and all ways.

    ``dice`` is the number of dice that share the remaining further throws.
    """
    if modifier.again is Again.ONCE:
        return faces, 1, die.sides
    ends, continues = split_by_condition(faces, modifier, die)
    met = sum(continues.values())
    # After this many rerolls the die is left unchanged.
    depth_limit = chain_depth(dice, met, die.sides, odds.share)
    ways = sum(met**throw * die.sides ** (depth_limit - 1 - throw) for throw in range(depth_limit))
    return ends, ways, die.sides**depth_limit


def _compounded(
    group: IdenticalDice, modifier: Explode, term: Dice, faces: States, dice: int, odds: OddsContext
) -> IdenticalDice:
    assert modifier.style is Explosion.COMPOUND
    unmet, met = split_by_condition(group.states, modifier, term.die)
    more, total_ways = compound_sums(modifier, term.die, faces, dice, odds)
    result = {state: ways * total_ways for state, ways in unmet.items()}
    odds.budget.spend(len(met) * len(more) // 5)
    for state, ways in met.items():
        assert state is not None
        for add, add_ways in more.items():
            target = (state[0] + int(add), state[1])
            result[target] = result.get(target, 0) + ways * add_ways
    return IdenticalDice(group.count, result, group.total_ways * total_ways)


def value_ways(states: States) -> Poly:
    """Return the ways of each value; no two of the states have the same value."""
    return {state[0]: ways for state, ways in states.items() if state is not None}


def compound_sums(
    modifier: Explode, die: Die, faces: States, dice: int, odds: OddsContext
) -> tuple[Poly, int]:
    """Return the sums that a compound explosion adds to a die, and their total ways.

    ``dice`` is the number of dice that share the remaining further throws.
    """
    last, link = map(value_ways, split_by_condition(faces, modifier, die))
    depth_limit = chain_depth(dice, sum(link.values()), die.sides, odds.share)
    total: Poly = {}
    chain: Poly = {0: 1}
    for throw in range(depth_limit):
        left = die.sides ** (depth_limit - 1 - throw)
        odds.budget.spend(len(chain) * (len(last) + len(link)) // 5 + 1)
        for so_far, ways in chain.items():
            for face, face_ways in last.items():
                value = so_far + face
                total[value] = total.get(value, 0) + ways * face_ways * left
        longer: Poly = {}
        for so_far, ways in chain.items():
            for face, face_ways in link.items():
                value = so_far + face
                longer[value] = longer.get(value, 0) + ways * face_ways
        chain = longer
    return total, die.sides**depth_limit


def max_further_dice(terms: Iterable[Dice], share: int) -> int:
    """Return the maximum number of further dice if each unbounded modifier has ``share``."""
    return sum(_needs(terms, share))


def _needs(terms: Iterable[Dice], share: int) -> Iterator[int]:
    for term in terms:
        dice = term.count - term.plot_dice
        for modifier in term.modifiers:
            match modifier:
                case Keep(count=count):
                    dice = min(dice, count)
                case Drop(count=count):
                    dice = max(0, dice - count)
                case Reroll(again=Again.ONCE):
                    yield dice
                case Reroll(again=Again.ADDING):
                    yield dice
                    dice *= 2
                case Explode(style=Explosion.FURTHER | Explosion.PENETRATE):
                    yield share
                    dice += share
                case Explode() | Reroll() | Unique():
                    yield share
                case _:
                    pass

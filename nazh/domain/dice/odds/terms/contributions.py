"""Calculates what one die adds to the total after the modifiers of single dice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from nazh.domain.dice.evaluation.arithmetic import count_successes
from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Explode,
    Explosion,
    Failures,
    KeepIf,
    Modifier,
    Reroll,
    Successes,
)
from nazh.domain.dice.odds.arithmetic.polynomials import Poly, scaled, summed, times
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget
from nazh.domain.dice.odds.terms.single_dice import (
    OddsContext,
    State,
    States,
    chain_depth,
    compound_sums,
    meets,
    reroll_ends,
    split_by_condition,
)
from nazh.domain.dice.pools import Dice


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a die adds: ``adds(state)`` has the ways of each amount, out of ``total_ways``."""

    adds: Callable[[State], Poly]
    budget: StepBudget
    total_ways: int = 1
    is_value: bool = False
    """True if a die adds exactly its value."""

    def of(self, states: States) -> Poly:
        """Return what a die in one of these states adds; a dropped die adds nothing."""
        result: Poly = {}
        for state, ways in states.items():
            added = {0: self.total_ways} if state is None else self.adds(state)
            self.budget.spend(1 + len(added) // 4)
            for value, more in added.items():
                result[value] = result.get(value, 0) + ways * more
        return result


def contribution_of(
    term: Dice, modifiers: Sequence[Modifier], faces: States, dice: int, odds: OddsContext
) -> Contribution:
    """Return what the remaining modifiers make each of at most ``dice`` dice add."""
    if not modifiers:
        if _adds_its_value(term, odds):
            return Contribution(lambda state: {state[0]: 1}, odds.budget, is_value=True)
        return Contribution(_ending(term, odds), odds.budget)
    head, *tail = modifiers
    budget = odds.budget
    further = _FurtherDice(term, tuple(tail), faces, dice, odds)
    match head:
        case AtLeast(value=value):
            rest = further.rest(dice)
            return Contribution(
                lambda state: rest.adds((max(state[0], value), state[1])), budget, rest.total_ways
            )
        case AtMost(value=value):
            rest = further.rest(dice)
            return Contribution(
                lambda state: rest.adds((min(state[0], value), state[1])), budget, rest.total_ways
            )
        case KeepIf(condition=condition):
            rest = further.rest(dice)
            nothing: Poly = {0: rest.total_ways}
            return Contribution(
                lambda state: rest.adds(state) if condition.met_by(state[0]) else nothing,
                budget,
                rest.total_ways,
            )
        case Reroll(again=Again.ADDING):
            return further.added_once(head)
        case Reroll():
            return further.rerolled(head)
        case Explode(style=Explosion.COMPOUND):
            return further.compounded(head)
        case Explode():
            return further.exploded(head)
        case _:
            raise AssertionError(head)


def _adds_its_value(term: Dice, odds: OddsContext) -> bool:
    if term.has_d20 and not odds.natural_filter.allows_all:
        return False
    return not any(isinstance(m, Successes | Failures) for m in term.modifiers)


def _ending(term: Dice, odds: OddsContext) -> Callable[[State], Poly]:
    natural_filter = odds.natural_filter

    def adds(state: State) -> Poly:
        value, end = state
        if not natural_filter.allows(term, value, end):
            return {}
        counted = count_successes(term.modifiers, (value,))
        return {value if counted is None else counted: 1}

    return cache(adds)


@dataclass(frozen=True, slots=True)
class _FurtherDice:
    """A modifier that draws further dice, before the ``tail`` of the other modifiers."""

    term: Dice
    tail: tuple[Modifier, ...]
    faces: States
    dice: int
    odds: OddsContext

    def rest(self, dice: int) -> Contribution:
        return contribution_of(self.term, self.tail, self.faces, dice, self.odds)

    def added_once(self, modifier: Reroll) -> Contribution:
        rest = self.rest(self.dice * 2)
        more = rest.of(self.faces)
        other_ways = self.term.die.sides * rest.total_ways
        return self._with_more(modifier, rest, more, other_ways)

    def exploded(self, modifier: Explode) -> Contribution:
        die, sides = self.term.die, self.term.die.sides
        ends, continues = split_by_condition(self.faces, modifier, die)
        depth_limit = chain_depth(self.dice, sum(continues.values()), sides, self.odds.share)
        rest = self.rest(self.dice * (1 + depth_limit))
        if modifier.style is Explosion.PENETRATE:
            ends, continues = penetrated(ends), penetrated(continues)
        last, link = rest.of(ends), rest.of(continues)
        each = sides * rest.total_ways
        chain: Poly = {}
        # From the deepest throw upwards: it ends, or continues with what was calculated before.
        for deeper in range(depth_limit):
            chain = summed(scaled(last, each**deeper), times(link, chain, self.odds.budget))
        return self._with_more(modifier, rest, chain, each**depth_limit)

    def compounded(self, modifier: Explode) -> Contribution:
        more, total_ways = compound_sums(modifier, self.term.die, self.faces, self.dice, self.odds)
        rest = self.rest(self.dice)

        def adds(state: State) -> Poly:
            value, end = state
            if not meets(modifier, self.term.die, value):
                return scaled(rest.adds(state), total_ways)
            self.odds.budget.spend(len(more))
            result: Poly = {}
            for add, ways in more.items():
                for total, rest_ways in rest.adds((value + int(add), end)).items():
                    result[total] = result.get(total, 0) + ways * rest_ways
            return result

        return Contribution(cache(adds), self.odds.budget, rest.total_ways * total_ways)

    def rerolled(self, modifier: Reroll) -> Contribution:
        ends, ways, total_ways = reroll_ends(
            modifier, self.term.die, self.faces, self.dice, self.odds
        )
        rest = self.rest(self.dice)
        anew = scaled(rest.of(ends), ways)

        def adds(state: State) -> Poly:
            if meets(modifier, self.term.die, state[0]):
                return anew
            return scaled(rest.adds(state), total_ways)

        return Contribution(cache(adds), self.odds.budget, rest.total_ways * total_ways)

    def _with_more(
        self, modifier: Explode | Reroll, rest: Contribution, more: Poly, other_ways: int
    ) -> Contribution:
        """Return the law in which a die that meets the condition adds ``more`` to its own value."""

        def adds(state: State) -> Poly:
            if meets(modifier, self.term.die, state[0]):
                return times(rest.adds(state), more, self.odds.budget)
            return scaled(rest.adds(state), other_ways)

        return Contribution(cache(adds), self.odds.budget, rest.total_ways * other_ways)


def penetrated(states: States) -> States:
    """Return the states of penetrating further dice, each of which counts one less."""
    return {
        (None if state is None else (state[0] - 1, state[1])): ways
        for state, ways in states.items()
    }

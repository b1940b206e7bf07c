"""Aftermath: what one die still adds to the total once only modifiers of single dice are left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from nazh.domain.dice.arithmetic import count_successes
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
from nazh.domain.dice.odds.polynomials import Poly, joined, scaled, times
from nazh.domain.dice.odds.single_dice import (
    Reckoning,
    State,
    States,
    depth,
    further_sums,
    meets,
    split,
)
from nazh.domain.dice.odds.work import Work
from nazh.domain.dice.pools import Dice


@dataclass(frozen=True, slots=True)
class Aftermath:
    """``adds(state)`` is what a die adds, and in how many of the ``whole`` ways."""

    adds: Callable[[State], Poly]
    work: Work
    whole: int = 1
    is_value: bool = False
    """Whether a die adds just what it shows."""

    def of(self, states: States) -> Poly:
        """Return what a die in one of these states adds; nothing when it was dropped."""
        result: Poly = {}
        for state, ways in states.items():
            added = {0: self.whole} if state is None else self.adds(state)
            self.work.spend(1 + len(added) // 4)
            for value, more in added.items():
                result[value] = result.get(value, 0) + ways * more
        return result


def aftermath(
    term: Dice, modifiers: Sequence[Modifier], faces: States, dice: int, reckoning: Reckoning
) -> Aftermath:
    """Return what is left to do for each of at most ``dice`` dice."""
    if not modifiers:
        if _adds_its_value(term, reckoning):
            return Aftermath(lambda state: {state[0]: 1}, reckoning.work, is_value=True)
        return Aftermath(_ending(term, reckoning), reckoning.work)
    head, *tail = modifiers
    work = reckoning.work
    further = _Further(term, tuple(tail), faces, dice, reckoning)
    match head:
        case AtLeast(value=value):
            rest = further.rest(dice)
            return Aftermath(
                lambda state: rest.adds((max(state[0], value), state[1])), work, rest.whole
            )
        case AtMost(value=value):
            rest = further.rest(dice)
            return Aftermath(
                lambda state: rest.adds((min(state[0], value), state[1])), work, rest.whole
            )
        case KeepIf(condition=condition):
            rest = further.rest(dice)
            nothing: Poly = {0: rest.whole}
            return Aftermath(
                lambda state: rest.adds(state) if condition.met_by(state[0]) else nothing,
                work,
                rest.whole,
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


def _adds_its_value(term: Dice, reckoning: Reckoning) -> bool:
    if term.has_d20 and not reckoning.sight.is_full:
        return False
    return not any(isinstance(m, Successes | Failures) for m in term.modifiers)


def _ending(term: Dice, reckoning: Reckoning) -> Callable[[State], Poly]:
    sight = reckoning.sight

    def adds(state: State) -> Poly:
        value, end = state
        if not sight.allows(term, value, end):
            return {}
        counted = count_successes(term.modifiers, (value,))
        return {value if counted is None else counted: 1}

    return cache(adds)


@dataclass(frozen=True, slots=True)
class _Further:
    """A modifier that draws, before the ``tail`` of the others."""

    term: Dice
    tail: tuple[Modifier, ...]
    faces: States
    dice: int
    reckoning: Reckoning

    def rest(self, dice: int) -> Aftermath:
        return aftermath(self.term, self.tail, self.faces, dice, self.reckoning)

    def added_once(self, modifier: Reroll) -> Aftermath:
        rest = self.rest(self.dice * 2)
        more = rest.of(self.faces)
        alone = self.term.die.sides * rest.whole
        return self._made(modifier, rest, more, alone)

    def exploded(self, modifier: Explode) -> Aftermath:
        die, sides = self.term.die, self.term.die.sides
        ends, goes_on = split(self.faces, modifier, die)
        deep = depth(self.dice, sum(goes_on.values()), sides, self.reckoning.share)
        rest = self.rest(self.dice * (1 + deep))
        if modifier.style is Explosion.PENETRATE:
            ends, goes_on = one_less(ends), one_less(goes_on)
        last, link = rest.of(ends), rest.of(goes_on)
        each = sides * rest.whole
        chain: Poly = {}
        # From the deepest throw upwards: it ends, or goes on with what is known.
        for deeper in range(deep):
            chain = joined(scaled(last, each**deeper), times(link, chain, self.reckoning.work))
        return self._made(modifier, rest, chain, each**deep)

    def compounded(self, modifier: Explode) -> Aftermath:
        sides = self.term.die.sides
        ends, goes_on = split(self.faces, modifier, self.term.die)
        deep = depth(self.dice, sum(goes_on.values()), sides, self.reckoning.share)
        more, whole = further_sums(_values(ends), _values(goes_on), sides, deep, self.reckoning)
        rest = self.rest(self.dice)

        def adds(state: State) -> Poly:
            value, end = state
            if not meets(modifier, self.term.die, value):
                return scaled(rest.adds(state), whole)
            self.reckoning.work.spend(len(more))
            result: Poly = {}
            for add, ways in more.items():
                for total, total_ways in rest.adds((value + int(add), end)).items():
                    result[total] = result.get(total, 0) + ways * total_ways
            return result

        return Aftermath(cache(adds), self.reckoning.work, rest.whole * whole)

    def rerolled(self, modifier: Reroll) -> Aftermath:
        sides = self.term.die.sides
        rest = self.rest(self.dice)
        if modifier.again is Again.ONCE:
            anew, whole = rest.of(self.faces), sides
        else:
            ends, goes_on = split(self.faces, modifier, self.term.die)
            met = sum(goes_on.values())
            deep = depth(self.dice, met, sides, self.reckoning.share)
            whole = sides**deep
            ways = sum(met**throw * sides ** (deep - 1 - throw) for throw in range(deep))
            anew = scaled(rest.of(ends), ways)

        def adds(state: State) -> Poly:
            if meets(modifier, self.term.die, state[0]):
                return anew
            return scaled(rest.adds(state), whole)

        return Aftermath(cache(adds), self.reckoning.work, rest.whole * whole)

    def _made(
        self, modifier: Explode | Reroll, rest: Aftermath, more: Poly, alone: int
    ) -> Aftermath:
        """A die that meets the condition adds ``more`` of ``alone`` ways beside itself."""

        def adds(state: State) -> Poly:
            if meets(modifier, self.term.die, state[0]):
                return times(rest.adds(state), more, self.reckoning.work)
            return scaled(rest.adds(state), alone)

        return Aftermath(cache(adds), self.reckoning.work, rest.whole * alone)


def one_less(states: States) -> States:
    """Return the states of penetrating further dice: each counts one less than it shows."""
    return {
        (None if state is None else (state[0] - 1, state[1])): ways
        for state, ways in states.items()
    }


def _values(states: States) -> Poly:
    return {state[0]: ways for state, ways in states.items() if state is not None}

"""Calculates the probability law of one dice term with all its modifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Critical,
    Drop,
    Explode,
    Explosion,
    Failures,
    Keep,
    Modifier,
    Quantity,
    Reroll,
    Sorted,
    Successes,
    Unique,
)
from nazh.domain.dice.odds.arithmetic.laws import Law, certain
from nazh.domain.dice.odds.arithmetic.polynomials import Poly, power, scaled, summed, times
from nazh.domain.dice.odds.terms.configurations import (
    Configuration,
    configurations_of,
    explosion_ways,
)
from nazh.domain.dice.odds.terms.contributions import Contribution, contribution_of, penetrated
from nazh.domain.dice.odds.terms.exploding import (
    ExplosionTerms,
    ExplosionWays,
    covered_ways,
    exploded_sum,
)
from nazh.domain.dice.odds.terms.keep_spans import Choice, chosen_sum
from nazh.domain.dice.odds.terms.kept_sums import KeepCandidates
from nazh.domain.dice.odds.terms.simple_dice import simple_law
from nazh.domain.dice.odds.terms.single_dice import (
    IdenticalDice,
    OddsContext,
    apply_modifier,
    initial_states,
    split_by_condition,
    thrown_groups,
    value_ways,
)
from nazh.domain.dice.odds.terms.unique import unique_law
from nazh.domain.dice.pools import Dice

_VALUE_PRESERVING = (Critical, Successes, Failures, Sorted)
"""Modifiers that do not change the dice; what they count is applied at the end."""


def law_of_dice(term: Dice, odds: OddsContext) -> Law | None:
    """Return the law of ``term``, or ``None`` if only enumeration can calculate it."""
    law = simple_law(term, odds)
    return _Term(term, odds).law() if law is None else law


@dataclass(frozen=True, slots=True)
class IndependentDice:
    """Dice that are changed independently, and what they finally add.

    ``coverage`` is the included share of the possible further throws, as ways out of a total.
    """

    groups: list[IdenticalDice]
    contribution: Contribution
    coverage: tuple[int, int]


def independent_dice(term: Dice, odds: OddsContext) -> IndependentDice | None:
    """Return the dice of ``term``, or ``None`` if modifiers add dice or compare them."""
    state = _Term(term, odds)
    groups, rest = state.initial_groups()
    if rest:
        return None
    contribution = contribution_of(term, (), state.faces, term.count, odds)
    return IndependentDice(groups, contribution, state.coverage)


def candidates_of(
    groups: Sequence[IdenticalDice], contribution: Contribution
) -> list[KeepCandidates]:
    """Return the dice as candidates for keeping, which then add what ``contribution`` says."""
    return [_candidates_of_dice(group, contribution) for group in groups]


def _candidates_of_dice(group: IdenticalDice, contribution: Contribution) -> KeepCandidates:
    values: dict[Quantity, tuple[int, Poly]]
    if contribution.is_value:
        weights: Poly = {}
        for state, ways in group.states.items():
            if state is not None:
                weights[state[0]] = weights.get(state[0], 0) + ways
        contribution.budget.spend(len(weights) // 2)
        values = {value: (ways, {value: ways}) for value, ways in weights.items()}
        return KeepCandidates(group.count, values, group.total_ways, group.states.get(None, 0))
    values = {}
    for state, ways in group.states.items():
        contribution.budget.spend(1)
        if state is None:
            continue
        known, adds = values.get(state[0], (0, {}))
        more = scaled(contribution.adds(state), ways)
        values[state[0]] = (
            known + ways * contribution.total_ways,
            summed(adds, more) if adds else more,
        )
    absent = group.states.get(None, 0) * contribution.total_ways
    return KeepCandidates(group.count, values, group.total_ways * contribution.total_ways, absent)


class _Term:
    """One term while its modifiers are applied."""

    def __init__(self, term: Dice, odds: OddsContext) -> None:
        self.term = term
        self.odds = odds
        self.faces = initial_states(term, odds)
        self.sides = term.die.sides
        self.is_sorted = any(isinstance(modifier, Sorted) for modifier in term.modifiers)
        self.coverage = (1, 1)
        """The included share of the possible further throws, as ways out of a total."""

    def law(self) -> Law | None:
        """Return the law, or ``None``."""
        groups, rest = self.initial_groups()
        if not groups:
            return certain(0)
        together = self._exploding_together(groups, rest)
        if together is not None:
            return self._law_of(*together)
        if not any(isinstance(modifier, Keep | Drop | Unique) for modifier in rest):
            return self._law_of(*self._law_without_keeps(groups, rest))
        if isinstance(rest[0], Unique):
            if self.is_sorted or rest != self._effective_modifiers() or not self._is_fresh(groups):
                return None
            return unique_law(self.term, rest[1:], self.faces, self.odds)
        kept = self._law_with_keeps(groups, rest)
        return None if kept is None else self._law_of(*kept)

    def initial_groups(self) -> tuple[list[IdenticalDice], list[Modifier]]:
        """Return the dice after all modifiers of single dice, and the remaining modifiers."""
        groups = thrown_groups(self.term, self.faces)
        rest = self._effective_modifiers()
        dice = sum(group.count for group in groups)
        while rest and groups and not _adds_or_compares(rest[0]):
            modifier = rest[0]
            if _is_additive(rest, self.term) and len(groups) == 1:
                break
            following = self._rerolled_until_unmet(groups, modifier)
            groups = following or [
                apply_modifier(group, modifier, self.term, self.faces, dice, self.odds)
                for group in groups
            ]
            rest = rest[1:]
        return groups, rest

    def _effective_modifiers(self) -> list[Modifier]:
        return [m for m in self.term.modifiers if not isinstance(m, _VALUE_PRESERVING)]

    def _rerolled_until_unmet(
        self, groups: list[IdenticalDice], modifier: Modifier
    ) -> list[IdenticalDice] | None:
        """Return the dice after rerolls that end on each allowed face with equal probability."""
        if not isinstance(modifier, Reroll) or modifier.again is not Again.UNTIL:
            return None
        if not self._is_fresh(groups):
            return None
        ends, continues = split_by_condition(self.faces, modifier, self.term.die)
        unmet, met = sum(ends.values()), sum(continues.values())
        chances = ExplosionWays(unmet, met, unmet, met)
        dice, share = groups[0].count, self.odds.share
        _, ways, total_ways = covered_ways(chances, dice, self.sides, share)
        self.coverage = (self.coverage[0] * ways, self.coverage[1] * total_ways)
        return [IdenticalDice(dice, ends, unmet)]

    def _is_fresh(self, groups: list[IdenticalDice]) -> bool:
        """Return whether the dice have the states of a plain throw."""
        return len(groups) == 1 and groups[0].states == self.faces

    def _law_of(self, weights: Poly, total_ways: int) -> Law:
        covered, possible = self.coverage
        return Law(
            {value: weight * covered for value, weight in weights.items() if weight},
            total_ways * possible,
        )

    def _law_without_keeps(
        self, groups: list[IdenticalDice], rest: Sequence[Modifier]
    ) -> tuple[Poly, int]:
        dice = sum(group.count for group in groups)
        contribution = contribution_of(self.term, rest, self.faces, dice, self.odds)
        total: Poly = {0: 1}
        total_ways = 1
        for group in groups:
            single = {value: ways for value, ways in contribution.of(group.states).items() if ways}
            total = times(total, power(single, group.count, self.odds.budget), self.odds.budget)
            total_ways *= (group.total_ways * contribution.total_ways) ** group.count
        return total, total_ways

    def _exploding_together(
        self, groups: list[IdenticalDice], rest: Sequence[Modifier]
    ) -> tuple[Poly, int] | None:
        head, *tail = rest or (None,)
        if not isinstance(head, Explode) or len(groups) > 1 or any(map(_redraws_or_keeps, tail)):
            return None
        (group,) = groups
        contribution = contribution_of(self.term, tail, self.faces, group.count, self.odds)
        unmet, met = split_by_condition(group.states, head, self.term.die)
        ends, continues = split_by_condition(self.faces, head, self.term.die)
        if head.style is Explosion.PENETRATE:
            last, link = contribution.of(penetrated(ends)), contribution.of(penetrated(continues))
        elif head.style is Explosion.COMPOUND:
            last, link = value_ways(ends), value_ways(continues)
        else:
            last, link = contribution.of(ends), contribution.of(continues)
        adds = ExplosionTerms(contribution.of(unmet), contribution.of(met), last, link)
        chances = explosion_ways(unmet, met, ends, continues)
        dice, total_ways, budget = group.count, group.total_ways, self.odds.budget
        further = chances.max_further(dice, total_ways, self.odds.share)
        budget.spend(further * 4)
        return exploded_sum(dice, adds, total_ways, self.sides, further, budget)

    def _law_with_keeps(
        self, groups: list[IdenticalDice], rest: Sequence[Modifier]
    ) -> tuple[Poly, int] | None:
        parts = _split_at_keeps(rest, self.odds)
        if parts is None:
            return None
        before, choices, after = parts
        dice = min([choice.count for choice in choices if isinstance(choice, Keep)], default=None)
        thrown = sum(group.count for group in groups)
        further = 0
        configurations: Iterator[Configuration] = iter((Configuration(1, groups),))
        in_order = not self.is_sorted
        if before:
            if len(groups) > 1:
                return None
            further, configurations = configurations_of(
                groups[0], before, self.term, self.faces, self.odds
            )
            in_order = False
        most = thrown + further
        contribution = contribution_of(
            self.term, after, self.faces, min(dice or most, most), self.odds
        )
        total: Poly = {}
        for configuration in configurations:
            kinds = candidates_of(
                [group for group in configuration.groups if group.count], contribution
            )
            kept = chosen_sum(kinds, choices, self.odds.budget, in_order=in_order)
            if kept is None:
                return None
            present = sum(kind.count for kind in kinds)
            ways = configuration.ways * contribution.total_ways ** (most - present)
            for value, weight in kept.items():
                total[value] = total.get(value, 0) + weight * ways
        total_ways = self.sides**further * contribution.total_ways**most
        for group in groups:
            total_ways *= group.total_ways**group.count
        return total, total_ways


def _adds_or_compares(modifier: Modifier) -> bool:
    match modifier:
        case Keep() | Drop() | Unique() | Reroll(again=Again.ADDING):
            return True
        case Explode(style=style):
            return style is not Explosion.COMPOUND
        case _:
            return False


def _is_additive(rest: Sequence[Modifier], term: Dice) -> bool:
    """Return whether a compound explosion comes last and only its sum counts."""
    head = rest[0]
    if not isinstance(head, Explode) or head.style is not Explosion.COMPOUND or len(rest) > 1:
        return False
    return not any(isinstance(m, Critical | Successes | Failures) for m in term.modifiers)


def _redraws_or_keeps(modifier: Modifier) -> bool:
    return isinstance(modifier, Keep | Drop | Unique | Explode | Reroll)


def _split_at_keeps(
    rest: Sequence[Modifier], odds: OddsContext
) -> tuple[list[Modifier], list[Choice], list[Modifier]] | None:
    """Return the modifiers before, at and after the keeps, or ``None`` if they are mixed."""
    first = next(index for index, m in enumerate(rest) if isinstance(m, Keep | Drop | Unique))
    before = list(rest[:first])
    choices: list[Choice] = []
    after: list[Modifier] = []
    may_still_choose = True
    for modifier in rest[first:]:
        if isinstance(modifier, Keep | Drop):
            if not may_still_choose:
                return None
            choices.append(modifier)
            continue
        if isinstance(modifier, Unique):
            return None
        # Raising or lowering values preserves their order, and marks are not needed here.
        keeps_order = isinstance(modifier, AtLeast | AtMost) and odds.natural_filter.allows_all
        may_still_choose = may_still_choose and keeps_order
        after.append(modifier)
    if any(map(_redraws_or_keeps, before[1:])):
        return None
    return before, choices, after

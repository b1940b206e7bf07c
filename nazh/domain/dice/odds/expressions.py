"""Calculates the law of an expression, whose dice and operands are independent of each other."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from math import lcm, prod

from nazh.domain.dice.evaluation.arithmetic import applied, count_successes
from nazh.domain.dice.modifiers import (
    Drop,
    Failures,
    Keep,
    KeepIf,
    Modifier,
    Quantity,
    Sorted,
    Successes,
    holds,
)
from nazh.domain.dice.odds.arithmetic.laws import (
    Law,
    added,
    bounded,
    certain,
    higher_or_lower,
    mapped,
    moved,
    negated,
    paired,
)
from nazh.domain.dice.odds.arithmetic.polynomials import Poly
from nazh.domain.dice.odds.enumeration import enumerate_law
from nazh.domain.dice.odds.natural_filters import ALLOW_ALL
from nazh.domain.dice.odds.terms.dice_terms import candidates_of, independent_dice, law_of_dice
from nazh.domain.dice.odds.terms.keep_spans import Choice, chosen_sum
from nazh.domain.dice.odds.terms.kept_sums import KeepCandidates
from nazh.domain.dice.odds.terms.single_dice import OddsContext
from nazh.domain.dice.pools import (
    Compare,
    Dice,
    Function,
    FunctionName,
    Group,
    Negative,
    Node,
    Number,
    Operator,
    Product,
    Sign,
    Sum,
)


def law_of(node: Node, odds: OddsContext) -> Law:
    """Return the law of ``node`` before rounding. Raises OddsTooHard."""
    odds.budget.spend(2)
    match node:
        case Number(value=value):
            return certain(value)
        case Dice():
            return law_of_dice(node, odds) or enumerate_law(node, odds)
        case Sum():
            return _sum(node, odds)
        case Negative(of=of):
            return negated(law_of(of, odds))
        case Product():
            return _product(node, odds)
        case Function():
            return _function(node, odds)
        case Compare():
            return _compare(node, odds)
        case Group():
            return _group(node, odds)


def _sum(node: Sum, odds: OddsContext) -> Law:
    flat: Quantity = 0
    total: Law | None = None
    for sign, term in node.terms:
        if isinstance(term, Number):
            flat = flat + term.value if sign is Sign.PLUS else flat - term.value
            continue
        law = law_of(term, odds)
        if sign is Sign.MINUS:
            law = negated(law)
        total = law if total is None else added(total, law, odds.budget)
    return certain(flat) if total is None else moved(total, flat, odds.budget)


def _product(node: Product, odds: OddsContext) -> Law:
    law = law_of(node.first, odds)
    for sign, step in node.steps:
        other = law_of(step, odds)
        if sign is Operator.OVER:
            odds.budget.spend(len(law.weights) * len(other.weights) * 2)
        law = paired(law, other, _STEPS[sign], odds.budget)
    return law


def _divided(one: Quantity, other: Quantity) -> Quantity | None:
    return Fraction(one) / other if other else None


def _floor_divided(one: Quantity, other: Quantity) -> Quantity | None:
    return one // other if other else None


def _remainder(one: Quantity, other: Quantity) -> Quantity | None:
    return one % other if other else None


_STEPS: dict[Operator, Callable[[Quantity, Quantity], Quantity | None]] = {
    Operator.TIMES: operator.mul,
    Operator.OVER: _divided,
    Operator.WHOLE_OVER: _floor_divided,
    Operator.REMAINDER: _remainder,
}


def _function(node: Function, odds: OddsContext) -> Law:
    laws = [law_of(argument, odds) for argument in node.arguments]
    if node.name in (FunctionName.MIN, FunctionName.MAX):
        highest = node.name is FunctionName.MAX
        return reduce(
            lambda one, other: higher_or_lower(one, other, highest=highest, budget=odds.budget),
            laws,
        )
    return mapped(laws[0], lambda value: applied(node.name, (value,)), odds.budget)


def _compare(node: Compare, odds: OddsContext) -> Law:
    left, right = law_of(node.left, odds), law_of(node.right, odds)
    comparison = node.comparison
    return paired(left, right, lambda one, other: int(holds(one, comparison, other)), odds.budget)


def _group(node: Group, odds: OddsContext) -> Law:
    chooses = any(isinstance(m, Keep | Drop | KeepIf) for m in node.modifiers)
    if not chooses:
        return _ungrouped_sum(node, odds)
    kept = _kept_dice(node, odds) if len(node.members) == 1 else _kept_members(node, odds)
    return enumerate_law(node, odds) if kept is None else kept


def _ungrouped_sum(node: Group, odds: OddsContext) -> Law:
    laws = (_counted(law_of(member, odds), node, odds) for member in node.members)
    return reduce(lambda one, other: added(one, other, odds.budget), laws)


def _counted(law: Law, node: Group, odds: OddsContext) -> Law:
    """Return the law of the number of successes that each total adds to its group."""
    if not any(isinstance(m, Successes | Failures) for m in node.modifiers):
        return law
    return mapped(law, lambda total: _adds(node, total), odds.budget)


def _adds(node: Group, total: Quantity) -> Quantity:
    counted = count_successes(node.modifiers, (total,))
    return total if counted is None else counted


def _kept_members(node: Group, odds: OddsContext) -> Law | None:
    """Return the law of the kept members, ranked by their totals; equal members are one kind."""
    parts = _split_at_keeps(node.modifiers)
    if parts is None:
        return None
    before, choices, after = parts
    member_counts: dict[Node, int] = {}
    for member in node.members:
        member_counts[member] = member_counts.get(member, 0) + 1
    # The marks of a dropped member do not count, so its ways are counted without the filter.
    unfiltered = OddsContext(odds.budget, ALLOW_ALL, odds.share)
    kinds: list[KeepCandidates] = []
    covered = 1
    failed = False
    for member, count in member_counts.items():
        law = law_of(member, unfiltered)
        seen = law
        if not odds.natural_filter.allows_all:
            law, seen = _same_denominator(law, law_of(member, odds))
        failed = failed or bool(law.failed)
        values: dict[Quantity, tuple[int, Poly]] = {}
        absent = 0
        for total, ways in law.weights.items():
            if not all(m.condition.met_by(total) for m in before):
                absent += ways
                continue
            kept = all(m.condition.met_by(total) for m in after)
            adds = _adds(node, total) if kept else 0
            kept_ways = seen.weights.get(total, 0) if kept else ways
            values[total] = (ways, {adds: kept_ways} if kept_ways else {})
        kinds.append(KeepCandidates(count, values, law.total_ways, absent))
        covered *= (law.covered + law.failed) ** count
    in_order = len(member_counts) == len(node.members)
    total_ways = prod(kind.total_ways**kind.count for kind in kinds)
    if not choices:
        weights = _sum_of_all(kinds, odds)
    else:
        chosen = chosen_sum(kinds, choices, odds.budget, in_order=in_order)
        if chosen is None:
            return None
        weights = chosen
    if failed:
        covered -= prod(
            (sum(ways for ways, _ in kind.values.values()) + kind.absent) ** kind.count
            for kind in kinds
        )
    return Law(bounded(_without_zeros(weights)), total_ways, covered if failed else 0)


def _same_denominator(one: Law, other: Law) -> tuple[Law, Law]:
    total_ways = lcm(one.total_ways, other.total_ways)
    return one.scaled(total_ways // one.total_ways), other.scaled(total_ways // other.total_ways)


def _sum_of_all(kinds: Iterable[KeepCandidates], odds: OddsContext) -> Poly:
    total = certain(0)
    for kind in kinds:
        weights: Poly = {0: kind.absent} if kind.absent else {}
        for _, adds in kind.values.values():
            for value, ways in adds.items():
                weights[value] = weights.get(value, 0) + ways
        for _ in range(kind.count):
            total = added(total, Law(weights, kind.total_ways), odds.budget)
    return total.weights


def _without_zeros(weights: Poly) -> Poly:
    return {value: weight for value, weight in weights.items() if weight}


def _split_at_keeps(
    modifiers: Iterable[Modifier],
) -> tuple[list[KeepIf], list[Choice], list[KeepIf]] | None:
    """Return the conditions before the choices, the choices, and the conditions after them."""
    before: list[KeepIf] = []
    choices: list[Choice] = []
    after: list[KeepIf] = []
    for modifier in modifiers:
        if isinstance(modifier, KeepIf):
            (after if choices else before).append(modifier)
        elif isinstance(modifier, Keep | Drop):
            if after:
                return None
            choices.append(modifier)
    return before, choices, after


def _kept_dice(node: Group, odds: OddsContext) -> Law | None:
    """Return the law of a group of one sum, whose dice are kept or dropped together."""
    parts = _split_at_keeps(node.modifiers)
    summed = _summed_dice(node.members[0], 1)
    if parts is None or summed is None:
        return None
    before, choices, after = parts
    flat, terms = summed
    kinds: list[KeepCandidates] = []
    ways, of = 1, 1
    for sign, term in terms:
        independent = independent_dice(term, odds)
        if independent is None or len(kinds) > 8:
            return None
        candidates = candidates_of(independent.groups, independent.contribution)
        kinds += [_under_conditions(kind, sign, before, after) for kind in candidates]
        ways, of = ways * independent.coverage[0], of * independent.coverage[1]
    if not kinds:
        return _counted(certain(flat), node, odds)
    if choices:
        in_order = not any(isinstance(m, Sorted) for _, term in terms for m in term.modifiers)
        chosen = chosen_sum(kinds, choices, odds.budget, in_order=in_order)
        if chosen is None:
            return None
    else:
        chosen = _sum_of_all(kinds, odds)
    total_ways = prod(kind.total_ways**kind.count for kind in kinds) * of
    weights = {value + flat: weight * ways for value, weight in chosen.items() if weight}
    return _counted(Law(bounded(weights), total_ways), node, odds)


def _under_conditions(
    kind: KeepCandidates, sign: int, before: list[KeepIf], after: list[KeepIf]
) -> KeepCandidates:
    """Return the dice of one kind under the conditions of their group."""
    values: dict[Quantity, tuple[int, Poly]] = {}
    absent = kind.absent
    for value, (ways, adds) in kind.values.items():
        if not all(m.condition.met_by(value) for m in before):
            absent += ways
        elif all(m.condition.met_by(value) for m in after):
            values[value] = (ways, {added * sign: more for added, more in adds.items()})
        else:
            values[value] = (ways, {0: ways})
    return KeepCandidates(kind.count, values, kind.total_ways, absent)


def _summed_dice(node: Node, sign: int) -> tuple[Quantity, list[tuple[int, Dice]]] | None:
    """Return the constant and the signed dice of a sum, or ``None`` for other nodes."""
    match node:
        case Number(value=value):
            return value * sign, []
        case Dice():
            return 0, [(sign, node)]
        case Negative(of=of):
            return _summed_dice(of, -sign)
        case Sum(terms=terms):
            flat: Quantity = 0
            dice: list[tuple[int, Dice]] = []
            for inner_sign, term in terms:
                inner = _summed_dice(term, sign if inner_sign is Sign.PLUS else -sign)
                if inner is None:
                    return None
                flat += inner[0]
                dice += inner[1]
            return flat, dice
        case _:
            return None

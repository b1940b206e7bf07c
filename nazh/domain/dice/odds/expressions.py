"""The law of an expression: dice, arithmetic, groups and functions, all independent of another."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import reduce
from math import lcm, prod

from nazh.domain.dice.arithmetic import applied, count_successes
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
from nazh.domain.dice.odds.dice_terms import kinds_of, law_of_dice, lying
from nazh.domain.dice.odds.enumerating import enumerated
from nazh.domain.dice.odds.keeping import Choice, chosen_sum
from nazh.domain.dice.odds.kept_sums import Kind
from nazh.domain.dice.odds.laws import (
    Law,
    added,
    bounded,
    certain,
    extreme,
    mapped,
    moved,
    negated,
    paired,
)
from nazh.domain.dice.odds.polynomials import Poly
from nazh.domain.dice.odds.sights import EVERYTHING
from nazh.domain.dice.odds.single_dice import Reckoning
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


def law_of(node: Node, reckoning: Reckoning) -> Law:
    """Return the law of ``node`` before rounding. Raises OddsTooHard."""
    reckoning.work.spend(2)
    match node:
        case Number(value=value):
            return certain(value)
        case Dice():
            return law_of_dice(node, reckoning) or enumerated(node, reckoning)
        case Sum():
            return _sum(node, reckoning)
        case Negative(of=of):
            return negated(law_of(of, reckoning))
        case Product():
            return _product(node, reckoning)
        case Function():
            return _function(node, reckoning)
        case Compare():
            return _compare(node, reckoning)
        case Group():
            return _group(node, reckoning)


def _sum(node: Sum, reckoning: Reckoning) -> Law:
    flat: Quantity = 0
    total: Law | None = None
    for sign, term in node.terms:
        if isinstance(term, Number):
            flat = flat + term.value if sign is Sign.PLUS else flat - term.value
            continue
        law = law_of(term, reckoning)
        if sign is Sign.MINUS:
            law = negated(law)
        total = law if total is None else added(total, law, reckoning.work)
    return certain(flat) if total is None else moved(total, flat, reckoning.work)


def _product(node: Product, reckoning: Reckoning) -> Law:
    law = law_of(node.first, reckoning)
    for sign, step in node.steps:
        other = law_of(step, reckoning)
        if sign is Operator.OVER:
            reckoning.work.spend(len(law.weights) * len(other.weights) * 2)
        law = paired(law, other, _STEPS[sign], reckoning.work)
    return law


def _over(one: Quantity, other: Quantity) -> Quantity | None:
    return Fraction(one) / other if other else None


def _whole_over(one: Quantity, other: Quantity) -> Quantity | None:
    return one // other if other else None


def _remainder(one: Quantity, other: Quantity) -> Quantity | None:
    return one % other if other else None


_STEPS: dict[Operator, Callable[[Quantity, Quantity], Quantity | None]] = {
    Operator.TIMES: operator.mul,
    Operator.OVER: _over,
    Operator.WHOLE_OVER: _whole_over,
    Operator.REMAINDER: _remainder,
}


def _function(node: Function, reckoning: Reckoning) -> Law:
    laws = [law_of(argument, reckoning) for argument in node.arguments]
    if node.name in (FunctionName.MIN, FunctionName.MAX):
        highest = node.name is FunctionName.MAX
        return reduce(
            lambda one, other: extreme(one, other, highest=highest, work=reckoning.work), laws
        )
    return mapped(laws[0], lambda value: applied(node.name, (value,)), reckoning.work)


def _compare(node: Compare, reckoning: Reckoning) -> Law:
    left, right = law_of(node.left, reckoning), law_of(node.right, reckoning)
    comparison = node.comparison
    return paired(
        left, right, lambda one, other: int(holds(one, comparison, other)), reckoning.work
    )


def _group(node: Group, reckoning: Reckoning) -> Law:
    chooses = any(isinstance(m, Keep | Drop | KeepIf) for m in node.modifiers)
    if not chooses:
        return _everything(node, reckoning)
    kept = _kept_dice(node, reckoning) if len(node.members) == 1 else _kept_members(node, reckoning)
    return enumerated(node, reckoning) if kept is None else kept


def _everything(node: Group, reckoning: Reckoning) -> Law:
    laws = (_counted(law_of(member, reckoning), node, reckoning) for member in node.members)
    return reduce(lambda one, other: added(one, other, reckoning.work), laws)


def _counted(law: Law, node: Group, reckoning: Reckoning) -> Law:
    """The law of what a total adds to the value of its group."""
    if not any(isinstance(m, Successes | Failures) for m in node.modifiers):
        return law
    return mapped(law, lambda total: _adds(node, total), reckoning.work)


def _adds(node: Group, total: Quantity) -> Quantity:
    counted = count_successes(node.modifiers, (total,))
    return total if counted is None else counted


def _kept_members(node: Group, reckoning: Reckoning) -> Law | None:
    """Members are things to be kept, ranked by their totals; equal ones are of one kind."""
    cut = _cut(node.modifiers)
    if cut is None:
        return None
    before, choices, after = cut
    alike: dict[Node, int] = {}
    for member in node.members:
        alike[member] = alike.get(member, 0) + 1
    # What a dropped member showed is looked away from, so ways are told by the whole of it.
    everything = Reckoning(reckoning.work, EVERYTHING, reckoning.share)
    kinds: list[Kind] = []
    told = 1
    failed = False
    for member, count in alike.items():
        law = law_of(member, everything)
        seen = law
        if not reckoning.sight.is_full:
            law, seen = _of_one_whole(law, law_of(member, reckoning))
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
        kinds.append(Kind(count, values, law.whole, absent))
        told *= (law.told + law.failed) ** count
    in_order = len(alike) == len(node.members)
    whole = prod(kind.whole**kind.count for kind in kinds)
    if not choices:
        weights = _all_of(kinds, reckoning)
    else:
        chosen = chosen_sum(kinds, choices, reckoning.work, in_order=in_order)
        if chosen is None:
            return None
        weights = chosen
    if failed:
        told -= prod(
            (sum(ways for ways, _ in kind.values.values()) + kind.absent) ** kind.count
            for kind in kinds
        )
    return Law(bounded(_without_zeros(weights)), whole, told if failed else 0)


def _of_one_whole(one: Law, other: Law) -> tuple[Law, Law]:
    whole = lcm(one.whole, other.whole)
    return one.scaled(whole // one.whole), other.scaled(whole // other.whole)


def _all_of(kinds: Iterable[Kind], reckoning: Reckoning) -> Poly:
    total = certain(0)
    for kind in kinds:
        weights: Poly = {0: kind.absent} if kind.absent else {}
        for _, adds in kind.values.values():
            for value, ways in adds.items():
                weights[value] = weights.get(value, 0) + ways
        for _ in range(kind.count):
            total = added(total, Law(weights, kind.whole), reckoning.work)
    return total.weights


def _without_zeros(weights: Poly) -> Poly:
    return {value: weight for value, weight in weights.items() if weight}


def _cut(modifiers: Iterable[Modifier]) -> tuple[list[KeepIf], list[Choice], list[KeepIf]] | None:
    """Return the conditions before, the choices, and the conditions after them."""
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


def _kept_dice(node: Group, reckoning: Reckoning) -> Law | None:
    """In a group of one, all the dice of a sum are kept or dropped together."""
    cut = _cut(node.modifiers)
    summed = _dice_of(node.members[0], 1)
    if cut is None or summed is None:
        return None
    before, choices, after = cut
    flat, terms = summed
    kinds: list[Kind] = []
    ways, of = 1, 1
    for sign, term in terms:
        lies = lying(term, reckoning)
        if lies is None or len(kinds) > 8:
            return None
        found = kinds_of(lies.rows, lies.ending)
        kinds += [_judged(kind, sign, before, after) for kind in found]
        ways, of = ways * lies.followed[0], of * lies.followed[1]
    if not kinds:
        return _counted(certain(flat), node, reckoning)
    if choices:
        in_order = not any(isinstance(m, Sorted) for _, term in terms for m in term.modifiers)
        chosen = chosen_sum(kinds, choices, reckoning.work, in_order=in_order)
        if chosen is None:
            return None
    else:
        chosen = _all_of(kinds, reckoning)
    whole = prod(kind.whole**kind.count for kind in kinds) * of
    weights = {value + flat: weight * ways for value, weight in chosen.items() if weight}
    return _counted(Law(bounded(weights), whole), node, reckoning)


def _judged(kind: Kind, sign: int, before: list[KeepIf], after: list[KeepIf]) -> Kind:
    """The dice of one kind under the conditions of their group."""
    values: dict[Quantity, tuple[int, Poly]] = {}
    absent = kind.absent
    for value, (ways, adds) in kind.values.items():
        if not all(m.condition.met_by(value) for m in before):
            absent += ways
        elif all(m.condition.met_by(value) for m in after):
            values[value] = (ways, {added * sign: more for added, more in adds.items()})
        else:
            values[value] = (ways, {0: ways})
    return Kind(kind.count, values, kind.whole, absent)


def _dice_of(node: Node, sign: int) -> tuple[Quantity, list[tuple[int, Dice]]] | None:
    """Return the fixed part and the dice of a sum, each with its sign; ``None`` for others."""
    match node:
        case Number(value=value):
            return value * sign, []
        case Dice():
            return 0, [(sign, node)]
        case Negative(of=of):
            return _dice_of(of, -sign)
        case Sum(terms=terms):
            flat: Quantity = 0
            dice: list[tuple[int, Dice]] = []
            for inner_sign, term in terms:
                inner = _dice_of(term, sign if inner_sign is Sign.PLUS else -sign)
                if inner is None:
                    return None
                flat += inner[0]
                dice += inner[1]
            return flat, dice
        case _:
            return None

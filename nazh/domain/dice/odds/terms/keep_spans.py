"""Determines which dice or members a keep leaves, and what those add up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import comb, prod

from nazh.domain.dice.modifiers import Drop, End, Keep
from nazh.domain.dice.odds.arithmetic.polynomials import Poly
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget
from nazh.domain.dice.odds.terms.kept_sums import KeepCandidates, Span, kept_sum

Choice = Keep | Drop


def chosen_sum(
    kinds: Sequence[KeepCandidates],
    choices: Sequence[Choice],
    budget: StepBudget,
    *,
    in_order: bool = True,
) -> Poly | None:
    """Return the sum of what remains after ``choices``, out of the product of all total ways.

    ``in_order`` is true if the kinds are arranged from left to right. Returns ``None`` if ties
    between kinds matter and cannot be resolved.
    """
    from_top = _begins_at_top(choices[0])
    ties_are_ordered = in_order and len({_begins_at_top(choice) for choice in choices}) == 1
    if len(kinds) > 1 and not ties_are_ordered and _ties_matter(kinds, budget):
        return None
    if len(kinds) == 1 and not kinds[0].absent:
        span = span_of(kinds[0].count, choices, from_top=from_top)
        return kept_sum(kinds, span, budget, from_top=from_top)
    total: Poly = {}
    for ways, present in _present_candidates(kinds):
        span = span_of(sum(kind.count for kind in present), choices, from_top=from_top)
        for value, weight in kept_sum(present, span, budget, from_top=from_top).items():
            total[value] = total.get(value, 0) + weight * ways
    return total


def _begins_at_top(choice: Choice) -> bool:
    return (choice.end is End.HIGHEST) is isinstance(choice, Keep)


def span_of(count: int, choices: Sequence[Choice], *, from_top: bool) -> Span:
    """Return what remains of ``count`` candidates after all ``choices``."""
    low, high = 0, count
    for choice in choices:
        left = high - low
        keep = choice.as_keep(left) if isinstance(choice, Drop) else choice
        kept = min(left, keep.count)
        if keep.end is End.HIGHEST:
            low = high - kept
            continue
        if keep.end is End.MIDDLE:
            low += (left - kept) // 2
        high = low + kept
    return Span(count - high if from_top else low, high - low)


def _present_candidates(
    kinds: Sequence[KeepCandidates],
) -> Iterator[tuple[int, list[KeepCandidates]]]:
    """Yield the number of ways for each combination of present candidates, and those candidates."""
    for missing in product(*(range(kind.count + 1 if kind.absent else 1) for kind in kinds)):
        pairs = list(zip(kinds, missing, strict=True))
        ways = prod(comb(kind.count, absent) * kind.absent**absent for kind, absent in pairs)
        yield (
            ways,
            [
                KeepCandidates(kind.count - absent, kind.values, kind.total_ways)
                for kind, absent in pairs
            ],
        )


def _ties_matter(kinds: Sequence[KeepCandidates], budget: StepBudget) -> bool:
    """Return whether two kinds that tie at some value add different amounts there."""
    for index, kind in enumerate(kinds):
        for other in kinds[index + 1 :]:
            budget.spend(len(kind.values) + 1)
            for value, (ways, adds) in kind.values.items():
                other_ways, other_adds = other.values.get(value, (0, {}))
                if {v: w * other_ways for v, w in adds.items()} != {
                    v: w * ways for v, w in other_adds.items()
                } and other_ways:
                    return True
    return False

"""Defines exact probability laws, and arithmetic on independent ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from nazh.domain.dice.errors import OddsTooHard
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.odds.arithmetic.polynomials import Poly, cost, scaled, shifted, times
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget


@dataclass(frozen=True, slots=True)
class Law:
    """An exact law, in which the probability of ``value`` is ``weights[value] / total_ways``.

    ``failed`` of the ``total_ways`` divide by zero. The remainder is truncated: rolls that go on
    too long to be followed to their end.
    """

    weights: Poly
    total_ways: int = 1
    failed: int = 0

    @property
    def covered(self) -> int:
        """The weight of all values together."""
        return sum(self.weights.values())

    @property
    def truncated(self) -> int:
        """The truncated weight."""
        return self.total_ways - self.failed - self.covered

    def scaled(self, by: int) -> Law:
        """Return the same law with all weights multiplied by ``by``."""
        return Law(scaled(self.weights, by), self.total_ways * by, self.failed * by)


def certain(value: Quantity) -> Law:
    """Return the law of a fixed number."""
    return Law({value: 1})


def added(first: Law, second: Law, budget: StepBudget) -> Law:
    """Return the law of the sum."""
    return _combined(times(first.weights, second.weights, budget), first, second)


def negated(law: Law) -> Law:
    """Return the law of the negated value."""
    return Law(
        {-value: weight for value, weight in law.weights.items()}, law.total_ways, law.failed
    )


def moved(law: Law, by: Quantity, budget: StepBudget) -> Law:
    """Return the law of the value plus a fixed number."""
    budget.spend(cost(law.weights) // 8 if type(by) is int else len(law.weights) * 2)
    return Law(shifted(law.weights, by), law.total_ways, law.failed)


def mapped(law: Law, change: Callable[[Quantity], Quantity], budget: StepBudget) -> Law:
    """Return the law of ``change(value)``."""
    budget.spend(cost(law.weights))
    weights: Poly = {}
    for value, weight in law.weights.items():
        new_value = tidy(change(value))
        weights[new_value] = weights.get(new_value, 0) + weight
    return Law(weights, law.total_ways, law.failed)


def paired(
    first: Law,
    second: Law,
    combine: Callable[[Quantity, Quantity], Quantity | None],
    budget: StepBudget,
) -> Law:
    """Return the law of ``combine(one, other)``; the roll fails if that is ``None``."""
    one_cost, other_cost = cost(first.weights), cost(second.weights)
    budget.spend(max(len(first.weights) * other_cost, one_cost * len(second.weights)) // 2)
    weights: Poly = {}
    divided_by_zero = 0
    for one, weight in first.weights.items():
        for other, ways in second.weights.items():
            value = combine(one, other)
            if value is None:
                divided_by_zero += weight * ways
            else:
                value = tidy(value)
                weights[value] = weights.get(value, 0) + weight * ways
    bounded(weights)
    law = _combined(weights, first, second)
    return Law(law.weights, law.total_ways, law.failed + divided_by_zero)


def higher_or_lower(first: Law, second: Law, *, highest: bool, budget: StepBudget) -> Law:
    """Return the law of the higher (or the lower) of two values."""
    values = sorted({*first.weights, *second.weights}, reverse=not highest)
    budget.spend(cost(first.weights) + cost(second.weights))
    weights: Poly = {}
    passed = other_passed = 0
    for value in values:
        weight, other_weight = first.weights.get(value, 0), second.weights.get(value, 0)
        weights[value] = weight * (other_passed + other_weight) + passed * other_weight
        passed, other_passed = passed + weight, other_passed + other_weight
    return _combined(weights, first, second)


def tidy(value: Quantity) -> Quantity:
    """Return a fraction that is a whole number as an ``int``, and other values unchanged."""
    if isinstance(value, Fraction) and value.denominator == 1:
        return value.numerator
    return value


def bounded(weights: Poly) -> Poly:
    """Return ``weights``. Raises OddsTooHard if they have too many values."""
    if len(weights) > Limits.ODDS_VALUES:
        raise OddsTooHard
    return weights


def _combined(weights: Poly, first: Law, second: Law) -> Law:
    # Both were followed to their end, and at least one of them divided by zero.
    failed = 0
    if first.failed or second.failed:
        covered, other_covered = first.covered, second.covered
        failed = (covered + first.failed) * (
            other_covered + second.failed
        ) - covered * other_covered
    return Law(bounded(weights), first.total_ways * second.total_ways, failed)

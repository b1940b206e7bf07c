"""Calculates the sum of kept candidates by a sweep over their values from one end to the other.

The values are visited in order. The state is only how many of each kind have been passed, so there
are few states; candidates beyond the last one kept contribute only their number of ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, prod
from typing import Final, Generic, TypeVar

from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.odds.arithmetic.polynomials import Packed, Poly, Ring, Sparse, fits, shifted
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget, multiplication_steps

T = TypeVar("T")
_SMALL: Final = 4_000
"""Bits of a packed polynomial that can be multiplied by a number in less than a step."""


@dataclass(frozen=True, slots=True)
class KeepCandidates:
    """``count`` identical candidates: the ways of each value, and what it adds if it is kept.

    In ``absent`` of the ``total_ways``, it has already been dropped.
    """

    count: int
    values: dict[Quantity, tuple[int, Poly]]
    total_ways: int
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The kept positions, ``skip`` to ``skip + take``, counted from the end that comes first."""

    skip: int
    take: int


def kept_sum(
    kinds: Sequence[KeepCandidates], span: Span, budget: StepBudget, *, from_top: bool
) -> Poly:
    """Return the sum of the candidates in ``span``, out of all ways in which they are present."""
    kinds = [kind for kind in kinds if kind.count]
    ways = prod(_present_ways(kind) ** kind.count for kind in kinds)
    take = min(span.take, sum(kind.count for kind in kinds) - span.skip)
    if take <= 0 or not ways:
        return {0: ways}
    if take == 1 and len(kinds) == 1:
        return _one_kept(kinds[0], span.skip, budget, from_top=from_top)
    polys = [adds for kind in kinds for _, adds in kind.values.values()]
    budget.spend(sum(map(len, polys)) // 2)
    low = min((min(adds) for adds in polys if adds), default=0)
    high = max((max(adds) for adds in polys if adds), default=0)
    order = sorted({value for kind in kinds for value in kind.values}, reverse=from_top)
    bits = ways.bit_length()
    if fits((high - low) * take, bits, polys):
        packed = Packed(bits, budget)
        if len(kinds) == 1 and all(len(adds) == 1 for adds in polys):
            kept = _sum_of_identical(kinds[0], Span(span.skip, take), low, order, packed)
            return shifted(packed.read(kept), low * take)
        sweep = _ValueSweep(packed, kinds, Span(span.skip, take), low, budget)
        return shifted(packed.read(sweep.along(order)), low * take)
    sparse = Sparse(budget)
    return sparse.read(_ValueSweep(sparse, kinds, Span(span.skip, take), 0, budget).along(order))


def _present_ways(kind: KeepCandidates) -> int:
    return sum(ways for ways, _ in kind.values.values())


def _one_kept(kind: KeepCandidates, skip: int, budget: StepBudget, *, from_top: bool) -> Poly:
    """Return the law of the single candidate after ``skip`` others."""
    total: Poly = {}
    count = kind.count
    passed, ways_left = 0, _present_ways(kind)
    for value in sorted(kind.values, reverse=from_top):
        ways, adds = kind.values[value]
        if not ways:
            continue
        ways_left -= ways
        budget.spend(2 + count)
        # At most `skip` come before it, and with those of equal value at least one more than
        # `skip`.
        kept_ways = (
            ((ways_left + ways) ** count - ways_left**count) // ways
            if not skip
            else sum(
                comb(count, before)
                * passed**before
                * comb(count - before, tied)
                * ways ** (tied - 1)
                * ways_left ** (count - before - tied)
                for before in (range(skip + 1) if passed else (0,))
                for tied in range(skip - before + 1, count - before + 1)
                if ways_left or before + tied == count
            )
        )
        for added, weight in adds.items():
            total[added] = total.get(added, 0) + weight * kept_ways
        passed += ways
    return total


def _sum_of_identical(
    kind: KeepCandidates, span: Span, low: Quantity, order: Sequence[Quantity], ring: Packed
) -> int:
    """Return the result of a sweep for identical candidates that add one value each."""
    count, skip, end = kind.count, span.skip, span.skip + span.take
    states = [1] + [0] * (end - 1)
    finished, ways_left = 0, _present_ways(kind)
    for value in order:
        ways, adds = kind.values[value]
        ((added, kept_ways),) = adds.items()
        slots = 8 * ring.width * int(added - low)
        ways_left -= ways
        steps = 0
        # From the furthest state back, so that a moved entry is not visited again.
        for before in range(end - 1, -1, -1):
            so_far = states[before]
            if not so_far:
                continue
            remaining = count - before
            skipped = max(0, skip - before)
            size = so_far.bit_length()
            each = 1 if size < _SMALL else multiplication_steps(size, count * ways.bit_length())
            steps += (end - before) * (each + (size >> 13))
            if ways_left:
                for tied in range(1, end - before):
                    kept = tied - skipped if tied > skipped else 0
                    scale = comb(remaining, tied)
                    if ways > 1:
                        scale *= ways ** (tied - kept)
                    if kept_ways != 1:
                        scale *= kept_ways**kept
                    states[before + tied] += (so_far << slots * kept) * scale
            kept = end - before - skipped
            beyond: int = ways ** (remaining - kept)
            power = 1
            for other in range(1, remaining - (end - before) + 1 if ways_left else 1):
                power *= ways_left
                beyond += comb(remaining, other) * ways ** (remaining - other - kept) * power
            finished += (so_far << slots * kept) * (beyond * kept_ways**kept)
        ring.budget.spend(steps)
    return finished


class _AddedPowers(Generic[T]):
    """Powers of what one candidate adds at some value, up to the number of candidates."""

    def __init__(self, ring: Ring[T], adds: Poly) -> None:
        self.ring = ring
        self.only = next(iter(adds.items())) if len(adds) == 1 else None
        self.powers = [ring.one, ring.of(adds)] if self.only is None else []

    def times(self, so_far: T, exponent: int) -> T:
        """Return ``so_far`` times the sum of ``exponent`` candidates."""
        if not exponent:
            return so_far
        if self.only is not None:
            value, weight = self.only
            moved = self.ring.moved(so_far, value * exponent)
            return moved if weight == 1 else self.ring.scaled(moved, weight**exponent)
        while len(self.powers) <= exponent:
            self.powers.append(self.ring.times(self.powers[-1], self.powers[1]))
        return self.ring.times(so_far, self.powers[exponent])


class _ValueSweep(Generic[T]):
    """The sweep over all values, from the end that comes first."""

    def __init__(
        self,
        ring: Ring[T],
        kinds: Sequence[KeepCandidates],
        span: Span,
        low: Quantity,
        budget: StepBudget,
    ) -> None:
        self.ring = ring
        self.kinds = kinds
        self.span = span
        self.end = span.skip + span.take
        self.low = low
        self.budget = budget
        self.ways_left = [_present_ways(kind) for kind in kinds]
        self.finished: list[T] = []

    def along(self, order: Sequence[Quantity]) -> T:
        """Return the sum of the kept candidates, out of the product of all total ways."""
        states: dict[tuple[int, ...], T] = {(0,) * len(self.kinds): self.ring.one}
        for value in order:
            for index, kind in enumerate(self.kinds):
                if value in kind.values:
                    states = self._pass(states, index, *kind.values[value])
        total, *others = (*self.finished, *states.values())
        for other in others:
            total = self.ring.plus(total, other)
        return total

    def _pass(
        self, states: dict[tuple[int, ...], T], index: int, ways: int, adds: Poly
    ) -> dict[tuple[int, ...], T]:
        ring, end, skip = self.ring, self.end, self.span.skip
        self.ways_left[index] = ways_left = self.ways_left[index] - ways
        adding = _AddedPowers(ring, shifted(adds, -self.low))
        passed: dict[tuple[int, ...], T] = {}
        for state, so_far in states.items():
            before = sum(state)
            remaining = self.kinds[index].count - state[index]
            self.budget.spend(1 + remaining)
            for tied in range(min(remaining, end - before - 1) + 1):
                if not ways_left and tied < remaining:
                    continue
                kept = max(0, before + tied - max(before, skip))
                scale = comb(remaining, tied) * ways ** (tied - kept)
                more = ring.scaled(adding.times(so_far, kept), scale)
                now = (*state[:index], state[index] + tied, *state[index + 1 :])
                known = passed.get(now)
                passed[now] = more if known is None else ring.plus(known, more)
            if remaining >= end - before:
                kept = end - max(before, skip)
                beyond = sum(
                    comb(remaining, tied) * ways ** (tied - kept) * ways_left ** (remaining - tied)
                    for tied in range(end - before, remaining + 1)
                    if ways_left or tied == remaining
                )
                more = adding.times(so_far, kept)
                self.finished.append(ring.scaled(more, beyond * self._others(state, index)))
        return passed

    def _others(self, state: tuple[int, ...], index: int) -> int:
        """Return the ways of the other kinds beyond the last candidate kept."""
        return prod(
            ways_left ** (kind.count - passed)
            for other, (ways_left, kind, passed) in enumerate(
                zip(self.ways_left, self.kinds, state, strict=True)
            )
            if other != index
        )

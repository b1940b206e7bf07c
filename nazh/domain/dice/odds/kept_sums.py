"""What the things that are kept add up to, from one end of their values to the other.

Values are visited in order. All that must be known of what was passed is how many of each kind
there were, so states are few; what lies beyond the last one kept is a mere number of ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, prod
from typing import Final, Generic, TypeVar

from nazh.domain.dice.modifiers import Quantity
from nazh.domain.dice.odds.polynomials import Packed, Poly, Ring, Sparse, fits, shifted
from nazh.domain.dice.odds.work import Work, multiplying

T = TypeVar("T")
_SMALL: Final = 4_000
"""Bits of a packed polynomial that is multiplied by a number in less than a step."""


@dataclass(frozen=True, slots=True)
class Kind:
    """``count`` like things; for each value its ways, and what it adds in those when it is kept.

    ``absent`` of the ``whole`` ways are those in which it was dropped before.
    """

    count: int
    values: dict[Quantity, tuple[int, Poly]]
    whole: int
    absent: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Places ``skip`` to ``skip + take`` are kept, counted from the end that comes first."""

    skip: int
    take: int


def kept_sum(kinds: Sequence[Kind], span: Span, work: Work, *, from_top: bool) -> Poly:
    """Return what lies in ``span`` adds up to, of all ways in which the kinds are there."""
    kinds = [kind for kind in kinds if kind.count]
    ways = prod(_present_ways(kind) ** kind.count for kind in kinds)
    take = min(span.take, sum(kind.count for kind in kinds) - span.skip)
    if take <= 0 or not ways:
        return {0: ways}
    if take == 1 and len(kinds) == 1:
        return _one_kept(kinds[0], span.skip, work, from_top=from_top)
    polys = [adds for kind in kinds for _, adds in kind.values.values()]
    work.spend(sum(map(len, polys)) // 2)
    low = min((min(adds) for adds in polys if adds), default=0)
    high = max((max(adds) for adds in polys if adds), default=0)
    order = sorted({value for kind in kinds for value in kind.values}, reverse=from_top)
    bits = ways.bit_length()
    if fits(0, (high - low) * take, bits, polys):
        packed = Packed(bits, work)
        if len(kinds) == 1 and all(len(adds) == 1 for adds in polys):
            kept = _one_kind(kinds[0], Span(span.skip, take), low, order, packed)
            return shifted(packed.read(kept), low * take)
        walk = _Walk(packed, kinds, Span(span.skip, take), low, work)
        return shifted(packed.read(walk.along(order)), low * take)
    sparse = Sparse(work)
    return sparse.read(_Walk(sparse, kinds, Span(span.skip, take), 0, work).along(order))


def _present_ways(kind: Kind) -> int:
    return sum(ways for ways, _ in kind.values.values())


def _one_kept(kind: Kind, skip: int, work: Work, *, from_top: bool) -> Poly:
    """Return the law of the one that lies behind ``skip`` others."""
    total: Poly = {}
    count = kind.count
    passed, left = 0, _present_ways(kind)
    for value in sorted(kind.values, reverse=from_top):
        ways, adds = kind.values[value]
        if not ways:
            continue
        left -= ways
        work.spend(2 + count)
        # At most `skip` come before it, and with those alike at least one more than `skip`.
        found = (
            ((left + ways) ** count - left**count) // ways
            if not skip
            else sum(
                comb(count, before)
                * passed**before
                * comb(count - before, alike)
                * ways ** (alike - 1)
                * left ** (count - before - alike)
                for before in (range(skip + 1) if passed else (0,))
                for alike in range(skip - before + 1, count - before + 1)
                if left or before + alike == count
            )
        )
        for added, weight in adds.items():
            total[added] = total.get(added, 0) + weight * found
        passed += ways
    return total


def _one_kind(
    kind: Kind, span: Span, low: Quantity, order: Sequence[Quantity], ring: Packed
) -> int:
    """The same as a walk, for things all alike that add one value each: most rolls there are."""
    count, skip, end = kind.count, span.skip, span.skip + span.take
    states = [1] + [0] * (end - 1)
    done, left = 0, _present_ways(kind)
    for value in order:
        ways, adds = kind.values[value]
        ((added, kept_ways),) = adds.items()
        slots = 8 * ring.width * int(added - low)
        left -= ways
        steps = 0
        # From the furthest state back, so that what moves on is not met again.
        for before in range(end - 1, -1, -1):
            so_far = states[before]
            if not so_far:
                continue
            there = count - before
            skipped = max(0, skip - before)
            size = so_far.bit_length()
            each = 1 if size < _SMALL else multiplying(size, count * ways.bit_length())
            steps += (end - before) * (each + (size >> 13))
            if left:
                for alike in range(1, end - before):
                    kept = alike - skipped if alike > skipped else 0
                    scale = comb(there, alike)
                    if ways > 1:
                        scale *= ways ** (alike - kept)
                    if kept_ways != 1:
                        scale *= kept_ways**kept
                    states[before + alike] += (so_far << slots * kept) * scale
            kept = end - before - skipped
            beyond: int = ways ** (there - kept)
            power = 1
            for other in range(1, there - (end - before) + 1 if left else 1):
                power *= left
                beyond += comb(there, other) * ways ** (there - other - kept) * power
            done += (so_far << slots * kept) * (beyond * kept_ways**kept)
        ring.work.spend(steps)
    return done


class _Adding(Generic[T]):
    """What one thing adds at some value when it is kept; so often as there are things alike."""

    def __init__(self, ring: Ring[T], adds: Poly) -> None:
        self.ring = ring
        self.only = next(iter(adds.items())) if len(adds) == 1 else None
        self.powers = [ring.one, ring.of(adds)] if self.only is None else []

    def times(self, so_far: T, exponent: int) -> T:
        """Return what so many of them add to ``so_far``."""
        if not exponent:
            return so_far
        if self.only is not None:
            value, weight = self.only
            moved = self.ring.moved(so_far, value * exponent)
            return moved if weight == 1 else self.ring.scaled(moved, weight**exponent)
        while len(self.powers) <= exponent:
            self.powers.append(self.ring.times(self.powers[-1], self.powers[1]))
        return self.ring.times(so_far, self.powers[exponent])


class _Walk(Generic[T]):
    """The way along all values, from the end that comes first."""

    def __init__(
        self, ring: Ring[T], kinds: Sequence[Kind], span: Span, low: Quantity, work: Work
    ) -> None:
        self.ring = ring
        self.kinds = kinds
        self.span = span
        self.end = span.skip + span.take
        self.low = low
        self.work = work
        self.left = [_present_ways(kind) for kind in kinds]
        self.done: list[T] = []

    def along(self, order: Sequence[Quantity]) -> T:
        """Return what is kept; the wholes are those of all kinds together."""
        states: dict[tuple[int, ...], T] = {(0,) * len(self.kinds): self.ring.one}
        for value in order:
            for place, kind in enumerate(self.kinds):
                if value in kind.values:
                    states = self._pass(states, place, *kind.values[value])
        total, *others = (*self.done, *states.values())
        for other in others:
            total = self.ring.plus(total, other)
        return total

    def _pass(
        self, states: dict[tuple[int, ...], T], place: int, ways: int, adds: Poly
    ) -> dict[tuple[int, ...], T]:
        ring, end, skip = self.ring, self.end, self.span.skip
        self.left[place] = left = self.left[place] - ways
        adding = _Adding(ring, shifted(adds, -self.low))
        passed: dict[tuple[int, ...], T] = {}
        for state, so_far in states.items():
            before = sum(state)
            there = self.kinds[place].count - state[place]
            self.work.spend(1 + there)
            for alike in range(min(there, end - before - 1) + 1):
                if not left and alike < there:
                    continue
                kept = max(0, before + alike - max(before, skip))
                scale = comb(there, alike) * ways ** (alike - kept)
                more = ring.scaled(adding.times(so_far, kept), scale)
                now = (*state[:place], state[place] + alike, *state[place + 1 :])
                known = passed.get(now)
                passed[now] = more if known is None else ring.plus(known, more)
            if there >= end - before:
                kept = end - max(before, skip)
                beyond = sum(
                    comb(there, alike) * ways ** (alike - kept) * left ** (there - alike)
                    for alike in range(end - before, there + 1)
                    if left or alike == there
                )
                more = adding.times(so_far, kept)
                self.done.append(ring.scaled(more, beyond * self._others(state, place)))
        return passed

    def _others(self, state: tuple[int, ...], place: int) -> int:
        """Return the ways of what lies beyond the last one kept, of the other kinds."""
        return prod(
            left ** (kind.count - there)
            for other, (left, kind, there) in enumerate(
                zip(self.left, self.kinds, state, strict=True)
            )
            if other != place
        )

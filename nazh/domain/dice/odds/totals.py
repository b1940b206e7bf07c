"""Totals: a pool's law as the table reads it, rounded, raised by a plot die, and lifted."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import lcm

from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.laws import Law
from nazh.domain.dice.odds.plot_laws import STORIES, Outcome, PlotLaw, Story
from nazh.domain.dice.odds.polynomials import Poly
from nazh.domain.dice.odds.sights import EVERYTHING, Sight
from nazh.domain.dice.pools import Pool, PoolKind
from nazh.domain.dice.rulesets import Ruleset

Laws = dict[Sight, Law]
_Joint = dict[tuple[tuple[bool, ...], Story], Fraction]


class Told:
    """One pool's laws under the sights that it needs, read as totals."""

    def __init__(self, pool: Pool, kind: PoolKind, laws: Laws, ruleset: Ruleset) -> None:
        self.pool = pool
        self.gains = kind is PoolKind.SKILL
        self.lowest = None if pool.counts else ruleset.lowest_total
        self.whole = lcm(*(law.whole for law in laws.values()))
        self.raw = {sight: self._raw(law) for sight, law in laws.items()}
        self._results: dict[int, _Joint] = {}
        law = laws[EVERYTHING]
        self.failed = law.failed * (self.whole // law.whole)

    def _raw(self, law: Law) -> Poly:
        scale = self.whole // law.whole
        if scale == 1 and {*map(type, law.weights)} == {int}:
            return law.weights
        raw: Poly = {}
        for value, weight in law.weights.items():
            rounded = int(value)
            raw[rounded] = raw.get(rounded, 0) + weight * scale
        return raw

    def totals(self, plot: PlotLaw) -> Distribution:
        """Return the odds of the total, over all faces of a plot die."""
        raw = self.raw[EVERYTHING]
        bonuses = plot.bonuses if self.gains else {0: plot.every}
        is_lifted = self.lowest is not None and min(raw) + min(bonuses) < self.lowest
        if len(bonuses) == 1 and not is_lifted:
            ((bonus, ways),) = bonuses.items()
            told = [(int(value) + bonus, count * ways) for value, count in raw.items() if count]
        else:
            mixed = self._lifted(raw, bonuses) if is_lifted else _mixed(raw, bonuses)
            told = [(int(total), count) for total, count in mixed.items() if count]
        told.sort()
        return Distribution(tuple(told), self.whole * plot.every, self.failed * plot.every)

    def _lifted(self, raw: Poly, bonuses: dict[int, int]) -> Poly:
        found: Poly = {}
        for bonus, ways in bonuses.items():
            for value, weight in raw.items():
                total = self._total(int(value), bonus)
                found[total] = found.get(total, 0) + weight * ways
        return found

    def results(self, bonus: int) -> _Joint:
        """Return how likely success and story go together; no success without a difficulty."""
        bonus = bonus if self.gains else 0
        known = self._results.get(bonus)
        if known is None:
            reached = {sight: self._reached(raw, bonus) for sight, raw in self.raw.items()}
            known = self._results[bonus] = {
                (success, story): Fraction(ways, self.whole)
                for story in STORIES
                for success in ((True,), (False,), ())
                if (ways := _exactly(story, success, reached))
            }
        return known

    def _reached(self, raw: Poly, bonus: int) -> dict[tuple[bool, ...], int]:
        """Return in how many ways there is success, and in how many there is none."""
        target = self.pool.target
        every = sum(raw.values())
        if target is None:
            return {(): every}
        reached = sum(
            ways for value, ways in raw.items() if self._total(int(value), bonus) >= target
        )
        return {(True,): reached, (False,): every - reached}

    def _total(self, raw: int, bonus: int) -> int:
        total = raw + bonus
        return total if self.lowest is None else max(total, self.lowest)


def _exactly(
    story: Story, success: tuple[bool, ...], reached: dict[Sight, dict[tuple[bool, ...], int]]
) -> int:
    """Return in how many ways there is this success with exactly this story."""
    if len(reached) == 1:
        return reached[EVERYTHING].get(success, 0) if story == STORIES[0] else 0
    return sum(sign * reached[sight].get(success, 0) for sight, sign in _inclusion(story))


def _inclusion(story: Story) -> Iterator[tuple[Sight, int]]:
    """Yield what to add up, and with which sign, for exactly this story."""
    # At least one is everything less none.
    opportunities = ((True, 1), (False, -1)) if story.opportunity else ((False, 1),)
    threats = ((True, 1), (False, -1)) if story.threat else ((False, 1),)
    for (opportunity, sign), (threat, other) in product(opportunities, threats):
        yield Sight(opportunity, threat), sign * other


def _mixed(raw: Poly, bonuses: dict[int, int]) -> Poly:
    found: Poly = {}
    known = found.get
    for bonus, ways in bonuses.items():
        for value, weight in raw.items():
            total = value + bonus
            found[total] = known(total, 0) + weight * ways
    return found


def outcomes_of(told: list[Told], plot: PlotLaw) -> Iterator[Outcome]:
    """Yield how likely successes, opportunities and threats of several pools go together."""
    found: _Joint = {}
    for known, ways in plot.ways.items():
        together: _Joint = {((), known.story): Fraction(ways, plot.every)}
        for pool in told:
            together = _with_pool(together, pool.results(known.bonus))
        for key, chance in together.items():
            found[key] = found.get(key, Fraction(0)) + chance
    for (successes, story), chance in found.items():
        yield Outcome(successes, story, chance)


def _with_pool(
    so_far: _Joint,
    results: _Joint,
) -> _Joint:
    together: _Joint = {}
    for (successes, story), chance in so_far.items():
        for (more, other), ways in results.items():
            key = ((*successes, *more), story.with_more(other))
            together[key] = together.get(key, Fraction(0)) + chance * ways
    return together

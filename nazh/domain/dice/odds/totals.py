"""Turns a pool's law into odds of totals: rounded, with the plot bonus and the least total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import lcm

from nazh.domain.dice.odds.arithmetic.laws import Law
from nazh.domain.dice.odds.arithmetic.polynomials import Poly
from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.natural_filters import ALLOW_ALL, NaturalFilter
from nazh.domain.dice.odds.plot_laws import NARRATIVES, Narrative, Outcome, PlotLaw
from nazh.domain.dice.pools import Pool, PoolKind
from nazh.domain.dice.rulesets import Ruleset

Laws = dict[NaturalFilter, Law]
_Joint = dict[tuple[tuple[bool, ...], Narrative], Fraction]


class PoolTotals:
    """One pool's laws under each natural filter that is needed, converted to totals."""

    def __init__(self, pool: Pool, kind: PoolKind, laws: Laws, ruleset: Ruleset) -> None:
        self.pool = pool
        self.gets_plot_bonus = kind is PoolKind.SKILL
        self.lowest = ruleset.lowest_total_of(pool)
        self.total_ways = lcm(*(law.total_ways for law in laws.values()))
        self.raw = {natural_filter: self._raw(law) for natural_filter, law in laws.items()}
        self._results: dict[int, _Joint] = {}
        law = laws[ALLOW_ALL]
        self.failed = law.failed * (self.total_ways // law.total_ways)

    def _raw(self, law: Law) -> Poly:
        scale = self.total_ways // law.total_ways
        if scale == 1 and {*map(type, law.weights)} == {int}:
            return law.weights
        raw: Poly = {}
        for value, weight in law.weights.items():
            rounded = int(value)
            raw[rounded] = raw.get(rounded, 0) + weight * scale
        return raw

    def totals(self, plot: PlotLaw) -> Distribution:
        """Return the odds of the total, over all faces of a plot die."""
        raw = self.raw[ALLOW_ALL]
        bonuses = plot.bonuses if self.gets_plot_bonus else {0: plot.total}
        is_raised = self.lowest is not None and min(raw) + min(bonuses) < self.lowest
        if len(bonuses) == 1 and not is_raised:
            ((bonus, ways),) = bonuses.items()
            covered = [(int(value) + bonus, count * ways) for value, count in raw.items() if count]
        else:
            mixed = self._raised(raw, bonuses) if is_raised else _mixed(raw, bonuses)
            covered = [(int(total), count) for total, count in mixed.items() if count]
        covered.sort()
        return Distribution(tuple(covered), self.total_ways * plot.total, self.failed * plot.total)

    def _raised(self, raw: Poly, bonuses: dict[int, int]) -> Poly:
        raised: Poly = {}
        for bonus, ways in bonuses.items():
            for value, weight in raw.items():
                total = self._total(int(value), bonus)
                raised[total] = raised.get(total, 0) + weight * ways
        return raised

    def results(self, bonus: int) -> _Joint:
        """Return the joint law of success and narrative. Without a difficulty nothing succeeds."""
        bonus = bonus if self.gets_plot_bonus else 0
        known = self._results.get(bonus)
        if known is None:
            reached = {
                natural_filter: self._reached(raw, bonus)
                for natural_filter, raw in self.raw.items()
            }
            known = self._results[bonus] = {
                (success, narrative): Fraction(ways, self.total_ways)
                for narrative in NARRATIVES
                for success in ((True,), (False,), ())
                if (ways := _narrative_ways(narrative, success, reached))
            }
        return known

    def _reached(self, raw: Poly, bonus: int) -> dict[tuple[bool, ...], int]:
        """Return the number of ways for success, and for failure."""
        target = self.pool.target
        total = sum(raw.values())
        if target is None:
            return {(): total}
        reached = sum(
            ways for value, ways in raw.items() if self._total(int(value), bonus) >= target
        )
        return {(True,): reached, (False,): total - reached}

    def _total(self, raw: int, bonus: int) -> int:
        total = raw + bonus
        return total if self.lowest is None else max(total, self.lowest)


def _narrative_ways(
    narrative: Narrative,
    success: tuple[bool, ...],
    reached: dict[NaturalFilter, dict[tuple[bool, ...], int]],
) -> int:
    """Return the number of ways for this success with exactly this narrative."""
    if len(reached) == 1:
        return reached[ALLOW_ALL].get(success, 0) if narrative == NARRATIVES[0] else 0
    return sum(
        sign * reached[natural_filter].get(success, 0)
        for natural_filter, sign in _inclusion(narrative)
    )


def _inclusion(narrative: Narrative) -> Iterator[tuple[NaturalFilter, int]]:
    """Yield the filters to add up for exactly this narrative, each with its sign."""
    # The ways with at least one are all ways minus the ways with none.
    opportunities = ((True, 1), (False, -1)) if narrative.opportunity else ((False, 1),)
    threats = ((True, 1), (False, -1)) if narrative.threat else ((False, 1),)
    for (opportunity, sign), (threat, other) in product(opportunities, threats):
        yield NaturalFilter(opportunity, threat), sign * other


def _mixed(raw: Poly, bonuses: dict[int, int]) -> Poly:
    mixed: Poly = {}
    weight_of = mixed.get
    for bonus, ways in bonuses.items():
        for value, weight in raw.items():
            total = value + bonus
            mixed[total] = weight_of(total, 0) + weight * ways
    return mixed


def outcomes_of(covered: list[PoolTotals], plot: PlotLaw) -> Iterator[Outcome]:
    """Yield the joint law of successes, opportunities and threats of several pools."""
    outcomes: _Joint = {}
    for effect, ways in plot.ways.items():
        together: _Joint = {((), effect.narrative): Fraction(ways, plot.total)}
        for pool in covered:
            together = _with_pool(together, pool.results(effect.bonus))
        for key, chance in together.items():
            outcomes[key] = outcomes.get(key, Fraction(0)) + chance
    for (successes, narrative), chance in outcomes.items():
        yield Outcome(successes, narrative, chance)


def _with_pool(
    so_far: _Joint,
    results: _Joint,
) -> _Joint:
    together: _Joint = {}
    for (successes, narrative), chance in so_far.items():
        for (more, other), ways in results.items():
            key = ((*successes, *more), narrative.combined_with(other))
            together[key] = together.get(key, Fraction(0)) + chance * ways
    return together

"""Calculates the odds of a whole roll: each pool's totals and the plot die's joint effect."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from nazh.domain.dice.errors import DivisionByZero, OddsTooLong
from nazh.domain.dice.evaluation.evaluated import ValueMode
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds.arithmetic.laws import Law
from nazh.domain.dice.odds.arithmetic.step_budget import StepBudget
from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.enumeration import enumerate_law
from nazh.domain.dice.odds.expressions import law_of
from nazh.domain.dice.odds.further_dice_shares import further_dice_share
from nazh.domain.dice.odds.natural_filters import ALLOW_ALL, NaturalFilter
from nazh.domain.dice.odds.plot_laws import Outcome, plot_law
from nazh.domain.dice.odds.terms.single_dice import OddsContext
from nazh.domain.dice.odds.totals import Laws, PoolTotals, outcomes_of
from nazh.domain.dice.pools import Pool, PoolKind, divisors
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.dice.rulesets import NAZH, Ruleset

_NATURAL_FILTERS: Final = (
    ALLOW_ALL,
    NaturalFilter(opportunities=False),
    NaturalFilter(threats=False),
    NaturalFilter(opportunities=False, threats=False),
)
_ALL_MODES: Final = (ValueMode.AS_THROWN, ValueMode.DICE_ONLY, ValueMode.MAXIMUM)


@dataclass(frozen=True, slots=True)
class PoolOdds:
    """The odds of one pool's total, and of reaching its difficulty if it has one.

    ``totals`` is ``None`` for a pool that is only the plot die.
    """

    pool: Pool
    notation: str
    totals: Distribution | None
    success: Fraction | None


@dataclass(frozen=True, slots=True)
class RollOdds:
    """The exact odds of one throw of ``plan``; each repeat has the same odds.

    ``outcomes`` is the joint law of successes, opportunities and threats. A plot die with an edge
    counts as its suggested face.
    """

    plan: RollPlan
    ruleset: Ruleset
    pools: tuple[PoolOdds, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def opportunity(self) -> Fraction:
        """The probability of at least one opportunity."""
        return _sum(o.probability for o in self.outcomes if o.narrative.opportunity)

    @property
    def threat(self) -> Fraction:
        """The probability of at least one threat, or complication."""
        return _sum(o.probability for o in self.outcomes if o.narrative.threat)

    @property
    def has_narrative(self) -> bool:
        """True if an opportunity or a threat is possible."""
        return any(o.narrative.opportunity or o.narrative.threat for o in self.outcomes)


def odds_of(plan: RollPlan, ruleset: Ruleset = NAZH, steps: int = Limits.ODDS_STEPS) -> RollOdds:
    """Return the exact odds of ``plan`` under ``ruleset``, calculated within ``steps``.

    Raises OddsTooHard if that would take too long, OddsTooLong if more than a twentieth would be
    truncated, and DivisionByZero if every throw divides by zero.
    """
    budget = StepBudget(steps)
    has_skill_pool = PoolKind.SKILL in plan.kinds
    plot = plot_law(plan)
    pools: list[PoolOdds] = []
    covered: list[PoolTotals] = []
    for pool, kind, notation in zip(plan.pools, plan.kinds, plan.notations, strict=True):
        if kind is PoolKind.PLOT:
            pools.append(PoolOdds(pool, notation, None, None))
            continue
        laws = _laws(pool, ruleset, budget, has_skill_pool=has_skill_pool)
        pool_totals = PoolTotals(pool, kind, laws, ruleset)
        totals = pool_totals.totals(plot)
        budget.spend(sum(len(law.weights) for law in laws.values()) * len(plot.ways))
        success = None if pool.target is None else totals.at_least(pool.target)
        pools.append(PoolOdds(pool, notation, totals, success))
        if pool.target is not None or len(laws) > 1:
            covered.append(pool_totals)
    outcomes = tuple(outcomes_of(covered, plot)) if covered else plot.outcomes
    return RollOdds(plan, ruleset, tuple(pools), outcomes)


def _laws(pool: Pool, ruleset: Ruleset, budget: StepBudget, *, has_skill_pool: bool) -> Laws:
    reads_damage = (
        ruleset.damage_lines
        and has_skill_pool
        and pool.is_damage
        and any(True for _ in divisors(pool.expression))
    )
    has_marks = ruleset.natural_plot and any(term.has_d20 for term in pool.terms)
    natural_filters = _NATURAL_FILTERS if has_marks else _NATURAL_FILTERS[:1]
    return {
        natural_filter: _law(pool, natural_filter, budget, reads_damage=reads_damage)
        for natural_filter in natural_filters
    }


def _law(
    pool: Pool, natural_filter: NaturalFilter, budget: StepBudget, *, reads_damage: bool
) -> Law:
    odds = OddsContext(budget, natural_filter, further_dice_share(pool.terms))
    if reads_damage:
        # The other readings of damage are calculated too, and may divide by zero where this one
        # does not.
        law = enumerate_law(pool.expression, odds, _ALL_MODES)
    else:
        law = law_of(pool.expression, odds)
    if natural_filter is ALLOW_ALL:
        if law.truncated * Limits.ODDS_TRUNCATED > law.total_ways:
            raise OddsTooLong
        if not law.covered:
            raise DivisionByZero
    return law


def _sum(chances: Iterable[Fraction]) -> Fraction:
    return sum(chances, Fraction(0))

"""The odds of a whole roll: each pool's totals, and what a plot die does to all of them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from nazh.domain.dice.errors import DivisionByZero, OddsTooLong
from nazh.domain.dice.laid import Counting
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.enumerating import enumerated
from nazh.domain.dice.odds.expressions import law_of
from nazh.domain.dice.odds.laws import Law
from nazh.domain.dice.odds.plot_laws import NO_PLOT_DIE, Outcome, plot_law
from nazh.domain.dice.odds.shares import dice_in, divides, share_of
from nazh.domain.dice.odds.sights import EVERYTHING, Sight
from nazh.domain.dice.odds.single_dice import Reckoning
from nazh.domain.dice.odds.totals import Laws, Told, outcomes_of
from nazh.domain.dice.odds.work import Work
from nazh.domain.dice.pools import Dice, Pool, PoolKind
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.dice.rulesets import NAZH, Ruleset

_SIGHTS: Final = (
    EVERYTHING,
    Sight(opportunities=False),
    Sight(threats=False),
    Sight(opportunities=False, threats=False),
)
_ALL_WAYS_READ: Final = (Counting.AS_FALLEN, Counting.DICE_ALONE, Counting.AT_MOST)


@dataclass(frozen=True, slots=True)
class PoolOdds:
    """One pool: the odds of its total, and of reaching its difficulty where it has one.

    ``totals`` is ``None`` for a pool that is only the plot die.
    """

    pool: Pool
    notation: str
    totals: Distribution | None
    success: Fraction | None


@dataclass(frozen=True, slots=True)
class RollOdds:
    """The exact odds of one throw of ``plan``; each repeat has the same.

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
        return _sum(o.probability for o in self.outcomes if o.story.opportunity)

    @property
    def threat(self) -> Fraction:
        """The probability of at least one threat, or complication."""
        return _sum(o.probability for o in self.outcomes if o.story.threat)

    @property
    def has_story(self) -> bool:
        """Whether an opportunity or a threat may come at all."""
        return any(o.story.opportunity or o.story.threat for o in self.outcomes)


def odds_of(plan: RollPlan, ruleset: Ruleset = NAZH, steps: int = Limits.ODDS_STEPS) -> RollOdds:
    """Return the exact odds of ``plan`` under ``ruleset``, within so many ``steps``.

    Raises OddsTooHard where that would take too long, OddsTooLong where more than a twentieth
    would be cut off, and DivisionByZero where every way divides by zero.
    """
    work = Work(steps)
    has_skill_pool = PoolKind.SKILL in plan.kinds
    plot = plot_law(plan)
    pools: list[PoolOdds] = []
    told: list[Told] = []
    for pool, kind, notation in zip(plan.pools, plan.kinds, plan.notations, strict=True):
        if kind is PoolKind.PLOT:
            pools.append(PoolOdds(pool, notation, None, None))
            continue
        laws = _laws(pool, ruleset, work, has_skill_pool=has_skill_pool)
        known = Told(pool, kind, laws, ruleset)
        totals = known.totals(plot)
        work.spend(sum(len(law.weights) for law in laws.values()) * len(plot.ways))
        success = None if pool.target is None else totals.at_least(pool.target)
        pools.append(PoolOdds(pool, notation, totals, success))
        if pool.target is not None or len(laws) > 1:
            told.append(known)
    outcomes = tuple(outcomes_of(told, plot)) if told else plot.alone
    return RollOdds(plan, ruleset, tuple(pools), outcomes)


def distribution(pool: Pool, ruleset: Ruleset = NAZH) -> Distribution:
    """Return the exact odds of a pool's total, thrown without a plot die.

    Raises as ``odds_of``. A pool that is only the plot die is always 0.
    """
    laws = {EVERYTHING: _law(pool, ruleset, EVERYTHING, Work(), reads_damage=False)}
    return Told(pool, pool.kind, laws, ruleset).totals(NO_PLOT_DIE)


def _laws(pool: Pool, ruleset: Ruleset, work: Work, *, has_skill_pool: bool) -> Laws:
    reads_damage = (
        ruleset.damage_lines and has_skill_pool and pool.is_damage and divides(pool.expression)
    )
    has_marks = ruleset.natural_plot and any(term.has_d20 for term in dice_in(pool.expression))
    sights = _SIGHTS if has_marks else _SIGHTS[:1]
    return {sight: _law(pool, ruleset, sight, work, reads_damage=reads_damage) for sight in sights}


def _law(pool: Pool, ruleset: Ruleset, sight: Sight, work: Work, *, reads_damage: bool) -> Law:
    terms: list[Dice] = list(dice_in(pool.expression))
    reckoning = Reckoning(work, sight, share_of(terms))
    if reads_damage:
        # What damage would do otherwise is read too, and may divide by zero where this does not.
        law = enumerated(pool.expression, reckoning, _ALL_WAYS_READ)
    else:
        law = law_of(pool.expression, reckoning)
    if sight is EVERYTHING:
        if law.lost * Limits.ODDS_LOST > law.whole:
            raise OddsTooLong
        if not law.told:
            raise DivisionByZero
    return law


def _sum(chances: Iterable[Fraction]) -> Fraction:
    return sum(chances, Fraction(0))

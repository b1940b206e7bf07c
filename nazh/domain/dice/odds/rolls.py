"""The odds of a whole roll: each pool's totals, and what a plot die does to all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from math import lcm
from typing import Final

from nazh.domain.dice.errors import DivisionByZero, OddsTooLong
from nazh.domain.dice.laid import Counting
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.odds.distributions import Distribution
from nazh.domain.dice.odds.enumerating import enumerated
from nazh.domain.dice.odds.expressions import law_of
from nazh.domain.dice.odds.laws import Law
from nazh.domain.dice.odds.shares import dice_in, divides, share_of
from nazh.domain.dice.odds.sights import EVERYTHING, Sight
from nazh.domain.dice.odds.single_dice import Reckoning
from nazh.domain.dice.odds.work import Work
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult, suggested
from nazh.domain.dice.pools import PLOT_DIE, Dice, Pool, PoolKind, Tag
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
class Story:
    """What a roll may bring beside its totals: each at least once, or not."""

    opportunity: bool
    threat: bool

    def with_more(self, other: Story) -> Story:
        """Return what both bring together."""
        return Story(self.opportunity or other.opportunity, self.threat or other.threat)


_STORIES: Final = tuple(Story(o, t) for o, t in product((False, True), repeat=2))


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
class Outcome:
    """Which of the pools with a difficulty succeed, in their order, and what the roll brings."""

    successes: tuple[bool, ...]
    story: Story
    probability: Fraction


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
    plot = _plot_law(plan)
    pools: list[PoolOdds] = []
    told: list[_Told] = []
    for pool, kind, notation in zip(plan.pools, plan.kinds, plan.notations, strict=True):
        if kind is PoolKind.PLOT:
            pools.append(PoolOdds(pool, notation, None, None))
            continue
        laws = _laws(pool, ruleset, work, has_skill_pool=has_skill_pool)
        known = _Told(pool, kind, laws, ruleset)
        totals = known.totals(plot)
        work.spend(sum(len(law.weights) for law in laws.values()) * len(plot))
        success = None if pool.target is None else totals.at_least(pool.target)
        pools.append(PoolOdds(pool, notation, totals, success))
        if pool.target is not None or len(laws) > 1:
            told.append(known)
    return RollOdds(plan, ruleset, tuple(pools), tuple(_outcomes(told, plot)))


def distribution(pool: Pool, ruleset: Ruleset = NAZH) -> Distribution:
    """Return the exact odds of a pool's total, thrown without a plot die.

    Raises as ``odds_of``. A pool that is only the plot die is always 0.
    """
    laws = {EVERYTHING: _law(pool, ruleset, EVERYTHING, Work(), reads_damage=False)}
    return _Told(pool, pool.kind, laws, ruleset).totals(((_NO_PLOT_DIE, 1),))


@dataclass(frozen=True, slots=True)
class _Plot:
    """What a plot die does: a bonus for skill pools, and its story."""

    bonus: int
    story: Story


_NO_PLOT_DIE: Final = _Plot(0, _STORIES[0])
_PlotLaw = tuple[tuple[_Plot, int], ...]
_Laws = dict[Sight, Law]
_Joint = dict[tuple[tuple[bool, ...], Story], Fraction]


def _plot_law(plan: RollPlan) -> _PlotLaw:
    """Return what the plot die does, and in how many ways."""
    terms = [term for pool in plan.pools for term in pool.terms if term.plot_dice]
    if not terms:
        return ((_NO_PLOT_DIE, 1),)
    return _plot_ways(terms[0].tags[0] if terms[0].die.is_plot and terms[0].tags else Tag.PLAIN)


@cache
def _plot_ways(edge: Tag) -> _PlotLaw:
    ways: dict[_Plot, int] = {}
    for face in _plot_faces(edge):
        result = PlotResult(face, (face,), edge, choice_open=False)
        story = Story(
            result.outcome is PlotOutcome.OPPORTUNITY, result.outcome is PlotOutcome.THREAT
        )
        plot = _Plot(result.bonus, story)
        ways[plot] = ways.get(plot, 0) + 1
    return tuple(ways.items())


def _plot_faces(edge: Tag) -> Iterator[int]:
    if edge is Tag.PLAIN:
        yield from PLOT_DIE.shapes
        return
    for first, second in product(PLOT_DIE.shapes, repeat=2):
        yield suggested(first, second, edge)


def _laws(pool: Pool, ruleset: Ruleset, work: Work, *, has_skill_pool: bool) -> _Laws:
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


class _Told:
    """One pool's laws under the sights that it needs, read as totals."""

    def __init__(self, pool: Pool, kind: PoolKind, laws: _Laws, ruleset: Ruleset) -> None:
        self.pool = pool
        self.gains = kind is PoolKind.SKILL
        self.lowest = None if pool.counts else ruleset.lowest_total
        self.whole = lcm(*(law.whole for law in laws.values()))
        self.raw = {sight: self._raw(law) for sight, law in laws.items()}
        self._results: dict[int, _Joint] = {}
        law = laws[EVERYTHING]
        self.failed = law.failed * (self.whole // law.whole)

    def _raw(self, law: Law) -> dict[int, int]:
        scale = self.whole // law.whole
        if all(type(value) is int for value in law.weights):
            return {int(value): weight * scale for value, weight in law.weights.items()}
        raw: dict[int, int] = {}
        for value, weight in law.weights.items():
            rounded = int(value)
            raw[rounded] = raw.get(rounded, 0) + weight * scale
        return raw

    def totals(self, plot: _PlotLaw) -> Distribution:
        """Return the odds of the total, over all faces of a plot die."""
        every = sum(ways for _, ways in plot)
        found: dict[int, int] = {}
        bonuses: dict[int, int] = {}
        for known, ways in plot:
            bonus = known.bonus if self.gains else 0
            bonuses[bonus] = bonuses.get(bonus, 0) + ways
        raw = self.raw[EVERYTHING]
        for bonus, ways in bonuses.items():
            is_lifted = self.lowest is not None and min(raw) + bonus < self.lowest
            if not is_lifted and len(bonuses) == 1:
                found = {value + bonus: weight * ways for value, weight in raw.items()}
                break
            for value, weight in raw.items():
                total = self._total(value, bonus) if is_lifted else value + bonus
                found[total] = found.get(total, 0) + weight * ways
        told = tuple(sorted([one for one in found.items() if one[1]]))
        return Distribution(told, self.whole * every, self.failed * every)

    def results(self, bonus: int) -> _Joint:
        """Return how likely success and story go together; no success without a difficulty."""
        bonus = bonus if self.gains else 0
        known = self._results.get(bonus)
        if known is None:
            reached = {sight: self._reached(raw, bonus) for sight, raw in self.raw.items()}
            known = self._results[bonus] = {
                (success, story): Fraction(ways, self.whole)
                for story in _STORIES
                for success in ((True,), (False,), ())
                if (ways := _exactly(story, success, reached))
            }
        return known

    def _reached(self, raw: dict[int, int], bonus: int) -> dict[tuple[bool, ...], int]:
        """Return in how many ways there is success, and in how many there is none."""
        target = self.pool.target
        every = sum(raw.values())
        if target is None:
            return {(): every}
        reached = sum(ways for value, ways in raw.items() if self._total(value, bonus) >= target)
        return {(True,): reached, (False,): every - reached}

    def _total(self, raw: int, bonus: int) -> int:
        total = raw + bonus
        return total if self.lowest is None else max(total, self.lowest)


def _exactly(
    story: Story, success: tuple[bool, ...], reached: dict[Sight, dict[tuple[bool, ...], int]]
) -> int:
    """Return in how many ways there is this success with exactly this story."""
    if len(reached) == 1:
        return reached[EVERYTHING].get(success, 0) if story == _STORIES[0] else 0
    return sum(sign * reached[sight].get(success, 0) for sight, sign in _inclusion(story))


def _inclusion(story: Story) -> Iterator[tuple[Sight, int]]:
    """Yield what to add up, and with which sign, for exactly this story."""
    # At least one is everything less none.
    opportunities = ((True, 1), (False, -1)) if story.opportunity else ((False, 1),)
    threats = ((True, 1), (False, -1)) if story.threat else ((False, 1),)
    for (opportunity, sign), (threat, other) in product(opportunities, threats):
        yield Sight(opportunity, threat), sign * other


def _outcomes(told: list[_Told], plot: _PlotLaw) -> Iterator[Outcome]:
    every = sum(ways for _, ways in plot)
    if not told:
        for story in _STORIES:
            ways = sum(each for known, each in plot if known.story == story)
            if ways:
                yield Outcome((), story, Fraction(ways, every))
        return
    found: _Joint = {}
    for known, ways in plot:
        together: _Joint = {((), known.story): Fraction(ways, every)}
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


def _sum(chances: Iterable[Fraction]) -> Fraction:
    return sum(chances, Fraction(0))

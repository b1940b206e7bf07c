"""Says in words what a roll would do: each pool in turn, and how far its total reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.wording.dice.phrases import cardinal, listed
from nazh.adapters.inbound.wording.dice.steps import INDENT, steps
from nazh.domain.dice import NAZH, RollPlan, Ruleset
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult
from nazh.domain.dice.pools import Pool, PoolKind, Tag
from nazh.domain.dice.ranges import value_range
from nazh.domain.dice.writing import write_pool

_FACES: Final = [PlotResult(face, (face,), Tag.PLAIN, choice_open=False) for face in range(1, 7)]
_MOST_BONUS: Final = max(face.bonus for face in _FACES)


def explanation_lines(plan: RollPlan, ruleset: Ruleset = NAZH) -> tuple[str, ...]:
    """Return what would happen, in the order in which it would; nothing is thrown."""
    lines: list[str] = []
    if plan.comment is not None:
        lines.append(f"# {plan.comment}")
    if plan.repeats > 1:
        times = "twice" if plan.repeats == 2 else f"{cardinal(plan.repeats)} times"
        lines.append(f"All of this {times} over, each result for itself:")
    for pool in plan.pools:
        lines.append(write_pool(pool))
        lines += (f"{INDENT}{line}" for line in _pool_lines(pool, plan, ruleset))
    return tuple(lines)


def _pool_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset) -> Iterator[str]:
    if pool.is_only_plot_die:
        yield from _plot_pool_lines(pool, plan, ruleset)
        return
    yield from steps(pool.expression)
    if pool.plot_dice:
        yield from _plot_lines(pool, plan, ruleset)
    if ruleset.natural_plot and pool.kind is PoolKind.SKILL:
        yield (
            "A d20 that is kept on a 20, or as a critical success, also brings an Opportunity; "
            f"on a 1, or as a critical failure, a {ruleset.bad_word}. Neither adds anything."
        )
    if _gains_bonus(pool, plan):
        yield f"The plot die adds {_bonus_words()}."
    yield from _reach_lines(pool, plan, ruleset)
    if pool.target is not None:
        yield f"It succeeds at {pool.target} or more."
    if ruleset.damage_lines and pool.is_damage and _has_skill_pool(plan):
        yield (
            "It is damage: shown beside the hit are the graze, the dice alone, "
            "and the critical hit, every die at its maximum."
        )


def _plot_pool_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset) -> Iterator[str]:
    tags = pool.terms[0].tags
    if Tag.ADVANTAGE in tags:
        yield "Throw the plot die twice; the roller picks which face counts."
    elif Tag.DISADVANTAGE in tags:
        yield "Throw the plot die twice; the game master picks which face counts."
    else:
        yield "Throw the plot die."
    yield from _plot_lines(pool, plan, ruleset)


def _plot_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset) -> Iterator[str]:
    if _has_skill_pool(plan):
        gain = "every pool with a d20 gains {}, and there is a {}."
    else:
        gain = "there is a {1}, and no pool with a d20 to gain {0}."
    for face in _FACES:
        if face.bonus:
            yield f"On a {face.face} {gain.format(face.bonus, ruleset.bad_word)}"
    yield f"On a {_faces_of(PlotOutcome.NOTHING)} nothing happens."
    yield f"On a {_faces_of(PlotOutcome.OPPORTUNITY)} there is an Opportunity."


def _bonus_words() -> str:
    return listed([f"{face.bonus} if it shows {face.face}" for face in _FACES if face.bonus])


def _faces_of(outcome: PlotOutcome) -> str:
    return listed([str(face.face) for face in _FACES if face.outcome is outcome], last="or")


def _reach_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset) -> Iterator[str]:
    name = "result" if pool.counts else "total"
    reach = value_range(pool.expression)
    if reach is None:
        yield f"How far the {name} reaches is open: it divides by what may come close to 0."
        return
    low, high = int(reach.low), int(reach.high)
    if _gains_bonus(pool, plan):
        high += _MOST_BONUS
    lowest = None if pool.counts else ruleset.lowest_total
    if lowest is not None and low < lowest:
        yield f"A {name} below {lowest} is raised to {lowest}."
        low, high = max(low, lowest), max(high, lowest)
    if low == high:
        yield f"The {name} is always {low:,}."
    else:
        yield f"The {name} lies between {low:,} and {high:,}."


def _gains_bonus(pool: Pool, plan: RollPlan) -> bool:
    return plan.has_plot_die and pool.kind is PoolKind.SKILL


def _has_skill_pool(plan: RollPlan) -> bool:
    return any(pool.kind is PoolKind.SKILL for pool in plan.pools)

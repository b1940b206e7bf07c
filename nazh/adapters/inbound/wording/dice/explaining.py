"""Says in words what a roll would do: each pool in turn, and how far its total reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.wording.dice.steps import INDENT, steps
from nazh.adapters.inbound.wording.languages import Words
from nazh.domain.dice import RollPlan, Ruleset
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult
from nazh.domain.dice.pools import Pool, PoolKind, Tag
from nazh.domain.dice.ranges import value_range
from nazh.domain.dice.writing import write_pool
from nazh.domain.kernel.phrases import phrase, phrases

_FACES: Final = [PlotResult(face, (face,), Tag.PLAIN, choice_open=False) for face in range(1, 7)]
_MOST_BONUS: Final = max(face.bonus for face in _FACES)
_TIMES_OVER: Final = phrases(
    "All of this once, the result for itself:",
    "All of this {count} times over, each result for itself:",
)


def explanation_lines(plan: RollPlan, ruleset: Ruleset, words: Words) -> tuple[str, ...]:
    """Return what would happen, in the order in which it would; nothing is thrown."""
    lines: list[str] = []
    if plan.comment is not None:
        lines.append(f"# {plan.comment}")
    if plan.repeats > 1:
        lines.append(words.counted(_TIMES_OVER, plan.repeats))
    for pool in plan.pools:
        lines.append(write_pool(pool))
        lines += (f"{INDENT}{line}" for line in _pool_lines(pool, plan, ruleset, words))
    return tuple(lines)


def _pool_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset, words: Words) -> Iterator[str]:
    if pool.is_only_plot_die:
        yield from _plot_pool_lines(pool, plan, ruleset, words)
        return
    yield from steps(pool.expression, words)
    if pool.plot_dice:
        yield from _plot_lines(plan, ruleset, words)
    if ruleset.natural_plot and pool.kind is PoolKind.SKILL:
        yield words(
            "A d20 that is kept on a 20, or as a critical success, also brings an Opportunity; "
            "on a 1, or as a critical failure, a {threat}. Neither adds anything.",
            threat=words(ruleset.bad_words[0]),
        )
    if _gains_bonus(pool, plan):
        two, four = (face for face in _FACES if face.bonus)
        yield words(
            "The plot die adds {bonus} if it shows {face}, and {other_bonus} if it shows "
            "{other_face}.",
            bonus=two.bonus,
            face=two.face,
            other_bonus=four.bonus,
            other_face=four.face,
        )
    yield from _reach_lines(pool, plan, ruleset, words)
    if pool.target is not None:
        yield words("It succeeds at {target} or more.", target=pool.target)
    if ruleset.damage_lines and pool.is_damage and _has_skill_pool(plan):
        yield words(
            "It is damage: shown beside the hit are the graze, the dice alone, "
            "and the critical hit, every die at its maximum."
        )


def _plot_pool_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset, words: Words) -> Iterator[str]:
    tags = pool.terms[0].tags
    if Tag.ADVANTAGE in tags:
        yield words("Throw the plot die twice; the roller picks which face counts.")
    elif Tag.DISADVANTAGE in tags:
        yield words("Throw the plot die twice; the game master picks which face counts.")
    else:
        yield words("Throw the plot die.")
    yield from _plot_lines(plan, ruleset, words)


def _plot_lines(plan: RollPlan, ruleset: Ruleset, words: Words) -> Iterator[str]:
    gain = (
        phrase("On a {face} every pool with a d20 gains {bonus}, and there is a {threat}.")
        if _has_skill_pool(plan)
        else phrase("On a {face} there is a {threat}, and no pool with a d20 to gain {bonus}.")
    )
    threat = words(ruleset.bad_words[0])
    for face in _FACES:
        if face.bonus:
            yield words(gain, face=face.face, bonus=face.bonus, threat=threat)
    yield words("On a {faces} nothing happens.", faces=_faces_of(PlotOutcome.NOTHING, words))
    yield words(
        "On a {faces} there is an Opportunity.", faces=_faces_of(PlotOutcome.OPPORTUNITY, words)
    )


def _faces_of(outcome: PlotOutcome, words: Words) -> str:
    return words.any_of(str(face.face) for face in _FACES if face.outcome is outcome)


def _reach_lines(pool: Pool, plan: RollPlan, ruleset: Ruleset, words: Words) -> Iterator[str]:
    reach = value_range(pool.expression)
    if reach is None:
        yield words("How far it reaches is open: it divides by what may come close to 0.")
        return
    low, high = int(reach.low), int(reach.high)
    if _gains_bonus(pool, plan):
        high += _MOST_BONUS
    lowest = None if pool.counts else ruleset.lowest_total
    if lowest is not None and low < lowest:
        yield words("A total below {lowest} is raised to {lowest}.", lowest=lowest)
        low, high = max(low, lowest), max(high, lowest)
    if low == high:
        always = phrase("The result is always {value}.")
        yield words(always if pool.counts else phrase("The total is always {value}."), value=low)
        return
    between = phrase("The result lies between {low} and {high}.")
    if not pool.counts:
        between = phrase("The total lies between {low} and {high}.")
    yield words(between, low=low, high=high)


def _gains_bonus(pool: Pool, plan: RollPlan) -> bool:
    return plan.has_plot_die and pool.kind is PoolKind.SKILL


def _has_skill_pool(plan: RollPlan) -> bool:
    return any(pool.kind is PoolKind.SKILL for pool in plan.pools)

"""Explains what a roll would do, pool by pool, and the range of each total."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.steps import INDENT, steps
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.dice import RollPlan, Ruleset
from nazh.domain.dice.canonical_notation import write_pool
from nazh.domain.dice.plot_die import PlotOutcome, PlotResult
from nazh.domain.dice.pools import Pool, PoolKind, Tag
from nazh.domain.dice.ranges import value_range
from nazh.domain.kernel.texts import N_, N_plural

_FACES: Final = [PlotResult(face, (face,), Tag.PLAIN, choice_open=False) for face in range(1, 7)]
_MAX_BONUS: Final = max(face.bonus for face in _FACES)
_TIMES_OVER: Final = N_plural(
    "The whole expression, rolled once:",
    "The whole expression, rolled {count} times, each with its own result:",
)


def explanation_lines(plan: RollPlan, ruleset: Ruleset, translator: Translator) -> tuple[str, ...]:
    """Return the explanation, in the order of the roll; nothing is thrown."""
    lines: list[str] = []
    if plan.comment is not None:
        lines.append(f"# {plan.comment}")
    if plan.repeats > 1:
        lines.append(translator.counted(_TIMES_OVER, plan.repeats))
    for pool in plan.pools:
        lines.append(write_pool(pool))
        lines += (f"{INDENT}{line}" for line in _pool_lines(pool, plan, ruleset, translator))
    return tuple(lines)


def _pool_lines(
    pool: Pool, plan: RollPlan, ruleset: Ruleset, translator: Translator
) -> Iterator[str]:
    if pool.is_only_plot_die:
        yield from _plot_pool_lines(pool, plan, ruleset, translator)
        return
    yield from steps(pool.expression, translator)
    if pool.plot_dice:
        yield from _plot_lines(plan, ruleset, translator)
    if ruleset.natural_plot and pool.kind is PoolKind.SKILL:
        yield translator(
            "A kept d20 that shows a 20, or a critical success, also brings an Opportunity; a "
            "1, or a critical failure, brings a {threat}. Neither changes the total.",
            threat=translator(ruleset.bad_words[0]),
        )
    if _gains_bonus(pool, plan):
        two, four = (face for face in _FACES if face.bonus)
        yield translator(
            "The plot die adds {bonus} if it shows {face}, and {other_bonus} if it shows "
            "{other_face}.",
            bonus=two.bonus,
            face=two.face,
            other_bonus=four.bonus,
            other_face=four.face,
        )
    yield from _reach_lines(pool, plan, ruleset, translator)
    if pool.target is not None:
        yield translator("It succeeds at {target} or more.", target=pool.target)
    if ruleset.damage_lines and pool.is_damage and _has_skill_pool(plan):
        yield translator(
            "It is damage: beside the hit you see the graze (the dice alone) and the critical "
            "hit (every die at its maximum)."
        )


def _plot_pool_lines(
    pool: Pool, plan: RollPlan, ruleset: Ruleset, translator: Translator
) -> Iterator[str]:
    tags = pool.terms[0].tags
    if Tag.ADVANTAGE in tags:
        yield translator("Roll the plot die twice; the roller picks which face counts.")
    elif Tag.DISADVANTAGE in tags:
        yield translator("Roll the plot die twice; the game master picks which face counts.")
    else:
        yield translator("Roll the plot die.")
    yield from _plot_lines(plan, ruleset, translator)


def _plot_lines(plan: RollPlan, ruleset: Ruleset, translator: Translator) -> Iterator[str]:
    gain = (
        N_("On a {face} every pool with a d20 gains {bonus}, and there is a {threat}.")
        if _has_skill_pool(plan)
        else N_("On a {face} there is a {threat}; no pool has a d20 that could gain {bonus}.")
    )
    threat = translator(ruleset.bad_words[0])
    for face in _FACES:
        if face.bonus:
            yield translator(gain, face=face.face, bonus=face.bonus, threat=threat)
    yield translator(
        "On a {faces} nothing happens.", faces=_faces_of(PlotOutcome.NOTHING, translator)
    )
    yield translator(
        "On a {faces} there is an Opportunity.",
        faces=_faces_of(PlotOutcome.OPPORTUNITY, translator),
    )


def _faces_of(outcome: PlotOutcome, translator: Translator) -> str:
    return translator.any_of(str(face.face) for face in _FACES if face.outcome is outcome)


def _reach_lines(
    pool: Pool, plan: RollPlan, ruleset: Ruleset, translator: Translator
) -> Iterator[str]:
    reach = value_range(pool.expression)
    if reach is None:
        yield translator(
            "The range is unbounded, because it divides by a value that can approach 0."
        )
        return
    low, high = int(reach.low), int(reach.high)
    if _gains_bonus(pool, plan):
        high += _MAX_BONUS
    lowest = ruleset.lowest_total_of(pool)
    if lowest is not None and low < lowest:
        yield translator("A total below {lowest} is raised to {lowest}.", lowest=lowest)
        low, high = max(low, lowest), max(high, lowest)
    if low == high:
        always = N_("The result is always {value}.")
        yield translator(always if pool.counts else N_("The total is always {value}."), value=low)
        return
    between = N_("The result lies between {low} and {high}.")
    if not pool.counts:
        between = N_("The total lies between {low} and {high}.")
    yield translator(between, low=low, high=high)


def _gains_bonus(pool: Pool, plan: RollPlan) -> bool:
    return plan.has_plot_die and pool.kind is PoolKind.SKILL


def _has_skill_pool(plan: RollPlan) -> bool:
    return any(pool.kind is PoolKind.SKILL for pool in plan.pools)

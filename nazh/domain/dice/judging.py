"""Judges thrown dice; the same faces always give the same roll."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.errors import ImpossiblePick
from nazh.domain.dice.evaluation.evaluated import Evaluated, ValueMode
from nazh.domain.dice.evaluation.evaluating import evaluate
from nazh.domain.dice.evaluation.face_sources import RecordedFaces
from nazh.domain.dice.evaluation.results import Damage, DieResult, Mark, Piece, TargetResult
from nazh.domain.dice.evaluation.thrown_dice import EvaluationContext, ThrownDie
from nazh.domain.dice.modifiers import Critical, Failures, Modifier, Successes
from nazh.domain.dice.plot_die import (
    PlotOutcome,
    PlotResult,
    leaves_a_choice,
    outcome_of,
    suggested,
)
from nazh.domain.dice.pools import Dice, Pool, PoolKind, Tag
from nazh.domain.dice.rolls import PoolResult, Roll, Throw
from nazh.domain.dice.rulesets import NAZH, Ruleset

# Calling ``tuple.__new__`` avoids the named tuples' constructors, which double the cost.
_new = tuple.__new__
_MAX: Final = (Mark.MAX,)
_MIN: Final = (Mark.MIN,)
_PLOT_MARKS: Final = {
    PlotOutcome.OPPORTUNITY: (Mark.OPPORTUNITY,),
    PlotOutcome.THREAT: (Mark.THREAT,),
    PlotOutcome.NOTHING: (),
}


def judge(throw: Throw, ruleset: Ruleset = NAZH, picked: int | None = None) -> Roll:
    """Return the result of ``throw`` under ``ruleset``.

    ``picked`` is the chosen face of a plot die with an edge; without a choice the suggested face
    counts. Raises DivisionByZero if a divisor is zero with these faces, and ImpossiblePick.
    """
    plan, faces = throw
    if plan.cached_rolls and picked is None:
        cached = plan.cached_rolls.get(faces)
        if cached is not None and cached.ruleset is ruleset:
            return cached
    simple = plan.simple_pool
    if simple is None or picked is not None or ruleset.natural_plot:
        return _judge_pools(throw, ruleset, picked)
    if simple.explodes and len(faces) >= simple.max_faces:
        return _judge_pools(throw, ruleset, picked)  # the die at the limit is marked there
    total = raw = simple.total(faces)
    lowest = ruleset.lowest_total
    floored = False
    if lowest is not None and raw < lowest:
        total, floored = lowest, True
    result = _new(
        PoolResult, (plan.pools[0], total, raw, 0, floored, (), None, None, simple, faces, False)
    )
    roll = _new(Roll, (throw, ruleset, (result,), None, 0, 0))
    if simple.is_cached:
        plan.cached_rolls[faces] = roll
    return roll


def _judge_pools(throw: Throw, ruleset: Ruleset, picked: int | None) -> Roll:
    source = RecordedFaces(throw.faces)
    plan = throw.plan
    contexts = [EvaluationContext(source) for _ in plan.pools]
    evaluated = [
        evaluate(pool.expression, context)
        for pool, context in zip(plan.pools, contexts, strict=True)
    ]
    index = plan.plot_pool_index
    plot = None if index is None else _plot_result(evaluated[index], picked)
    judge_pool = _PoolJudge(ruleset, plot, PoolKind.SKILL in plan.kinds)
    results = tuple(map(judge_pool.result, plan.pools, plan.kinds, evaluated, contexts))
    outcome = None if plot is None else plot.outcome
    opportunities = int(outcome is PlotOutcome.OPPORTUNITY)
    threats = int(outcome is PlotOutcome.THREAT)
    if ruleset.natural_plot:
        natural = [
            m for result in results for die in result.dice if not die.is_plot for m in die.marks
        ]
        opportunities += natural.count(Mark.OPPORTUNITY)
        threats += natural.count(Mark.THREAT)
    return _new(Roll, (throw, ruleset, results, plot, opportunities, threats))


def _plot_result(evaluated: Evaluated, picked: int | None) -> PlotResult:
    thrown = next(die for die in evaluated.dice() if die.is_plot)
    if picked is not None and picked not in thrown.faces:
        raise ImpossiblePick(picked)
    if thrown.edge is Tag.PLAIN:
        return PlotResult(thrown.faces[0], thrown.faces, thrown.edge, choice_open=False)
    first, second = thrown.faces
    face = suggested(first, second, thrown.edge) if picked is None else picked
    other = second if face == first else first
    is_open = picked is None and leaves_a_choice(first, second)
    return PlotResult(face, (face, other), thrown.edge, is_open)


@dataclass(frozen=True, slots=True)
class _PoolJudge:
    """The state that all pools of one roll share while they are judged."""

    ruleset: Ruleset
    plot: PlotResult | None
    has_skill_pool: bool

    def result(
        self, pool: Pool, kind: PoolKind, evaluated: Evaluated, context: EvaluationContext
    ) -> PoolResult:
        shown: list[Piece] = []
        evaluated.append_pieces(shown, self._die_result)
        pieces = tuple(shown)
        if kind is PoolKind.PLOT:
            return PoolResult(pool, None, None, 0, False, pieces)
        raw = int(evaluated.value(ValueMode.AS_THROWN))
        bonus = self.plot.bonus if self.plot is not None and kind is PoolKind.SKILL else 0
        lowest = self.ruleset.lowest_total_of(pool)
        total = raw + bonus
        floored = False
        if lowest is not None and total < lowest:
            total, floored = lowest, True
        target = None if pool.target is None else TargetResult(pool.target, total - pool.target)
        damage = self._damage(pool, evaluated, total)
        fields = (
            pool,
            total,
            raw,
            bonus,
            floored,
            pieces,
            target,
            damage,
            None,
            (),
            context.is_stopped,
        )
        return _new(PoolResult, fields)

    def _damage(self, pool: Pool, evaluated: Evaluated, hit: int) -> Damage | None:
        if not (self.ruleset.damage_lines and self.has_skill_pool and pool.is_damage):
            return None
        alone, most = ValueMode.DICE_ONLY, ValueMode.MAXIMUM
        return Damage(hit, int(evaluated.value(alone)), int(evaluated.value(most)))

    def _die_result(self, thrown: ThrownDie, term: Dice) -> DieResult:
        if thrown.is_plot and self.plot is not None:
            return self._plot_die_result(self.plot)
        fields = (
            thrown.die.sides,
            thrown.faces,
            thrown.value,
            thrown.kept,
            thrown.edge,
            self._marks(thrown, term),
            False,
            thrown.discarded,
            thrown.replaced,
            thrown.added,
        )
        return _new(DieResult, fields)

    def _plot_die_result(self, plot: PlotResult) -> DieResult:
        marks = _PLOT_MARKS[outcome_of(plot.face)]
        discarded = plot.faces[1] if len(plot.faces) > 1 else None
        return DieResult(6, plot.faces, 0, True, plot.edge, marks, True, discarded)

    def _marks(self, thrown: ThrownDie, term: Dice) -> tuple[Mark, ...]:
        natural: tuple[Mark, ...] = ()
        if thrown.kept:
            face = thrown.faces[0]
            if face == thrown.die.highest:
                natural = _MAX
            elif face == thrown.die.lowest:
                natural = _MIN
        if term.modifiers or self.ruleset.natural_plot:
            return (*natural, *self._further_marks(natural, thrown, term))
        return natural  # most rolls have only such dice

    def _further_marks(
        self, natural: tuple[Mark, ...], thrown: ThrownDie, term: Dice
    ) -> list[Mark]:
        marks: list[Mark] = []
        if thrown.exploded:
            marks.append(Mark.EXPLODED)
        if thrown.rerolled:
            marks.append(Mark.REROLLED)
        if thrown.kept:
            if term.modifiers:
                marks += _counted_marks(thrown.value, term.modifiers)
            if self.ruleset.natural_plot and term.has_d20:
                marks += _natural_marks((*natural, *marks))
        if thrown.capped:
            marks.append(Mark.CAPPED)
        return marks


def _counted_marks(value: int, modifiers: tuple[Modifier, ...]) -> list[Mark]:
    marks: list[Mark] = []
    for modifier in modifiers:
        match modifier:
            case Successes(condition=condition):
                mark = Mark.SUCCESS
            case Failures(condition=condition):
                mark = Mark.FAILURE
            case Critical(success=success, condition=condition):
                mark = Mark.CRITICAL_SUCCESS if success else Mark.CRITICAL_FAILURE
            case _:
                continue
        if condition.met_by(value) and mark not in marks:
            marks.append(mark)
    return marks


def _natural_marks(marks: tuple[Mark, ...]) -> list[Mark]:
    # The source of the wider ranges is docs/dice.md, "Rulesets"; `cs` and `cf` never narrow a
    # range.
    if Mark.MAX in marks or Mark.CRITICAL_SUCCESS in marks:
        return [Mark.OPPORTUNITY]
    if Mark.MIN in marks or Mark.CRITICAL_FAILURE in marks:
        return [Mark.THREAT]
    return []


def judge_repeats(
    throws: tuple[Throw, ...], ruleset: Ruleset, picked: tuple[int, ...] = ()
) -> tuple[Roll, ...]:
    """Return the judged ``throws``; ``picked`` as in a ``RollRecord``. Raises ImpossiblePick."""
    if not picked:
        return tuple(judge(throw, ruleset) for throw in throws)
    picks = zip(throws, picked, strict=True)
    return tuple(judge(throw, ruleset, face or None) for throw, face in picks)

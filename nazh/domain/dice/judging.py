"""Judges what fell: the same faces give the same roll, for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.domain.dice.errors import ImpossiblePick
from nazh.domain.dice.fallen import FallenDie, Table
from nazh.domain.dice.laid import Counting, Laid
from nazh.domain.dice.laying import lay
from nazh.domain.dice.modifiers import Critical, Failures, Modifier, Successes
from nazh.domain.dice.plot_die import (
    PlotOutcome,
    PlotResult,
    leaves_a_choice,
    outcome_of,
    suggested,
)
from nazh.domain.dice.pools import Dice, Pool, PoolKind, Tag
from nazh.domain.dice.results import Damage, DieResult, Mark, Piece, TargetResult
from nazh.domain.dice.rolls import PoolResult, Roll, Throw
from nazh.domain.dice.rulesets import NAZH, Ruleset
from nazh.domain.dice.sources import Reading

# Past the named tuples' own constructors, which cost twice as much as the tuples they make.
_new = tuple.__new__
_MAX: Final = (Mark.MAX,)
_MIN: Final = (Mark.MIN,)
_PLOT_MARKS: Final = {
    PlotOutcome.OPPORTUNITY: (Mark.OPPORTUNITY,),
    PlotOutcome.THREAT: (Mark.THREAT,),
    PlotOutcome.NOTHING: (),
}


def judge(throw: Throw, ruleset: Ruleset = NAZH, picked: int | None = None) -> Roll:
    """Return what ``throw`` comes to under ``ruleset``.

    ``picked`` is the face of an edged plot die that somebody chose; until then the suggested
    face counts. Raises DivisionByZero where a divisor fell zero, and ImpossiblePick.
    """
    plan, faces = throw
    if plan.rolls and picked is None:
        known = plan.rolls.get(faces)
        if known is not None and known.ruleset is ruleset:
            return known
    row = plan.row
    if row is None or picked is not None or ruleset.natural_plot:
        return _judge_pools(throw, ruleset, picked)
    if row.explodes and len(faces) >= row.stops_at:
        return _judge_pools(throw, ruleset, picked)  # the die at the limit is marked there
    total = raw = row.total(faces)
    lowest = ruleset.lowest_total
    floored = False
    if lowest is not None and raw < lowest:
        total, floored = lowest, True
    result = _new(
        PoolResult, (plan.pools[0], total, raw, 0, floored, (), None, None, row, faces, False)
    )
    roll = _new(Roll, (throw, ruleset, (result,), None, 0, 0))
    if row.is_remembered:
        plan.rolls[faces] = roll
    return roll


def _judge_pools(throw: Throw, ruleset: Ruleset, picked: int | None) -> Roll:
    source = Reading(throw.faces)
    plan = throw.plan
    tables = [Table(source) for _ in plan.pools]
    laid = [lay(pool.expression, table) for pool, table in zip(plan.pools, tables, strict=True)]
    place = plan.plot_place
    plot = None if place is None else _plot_result(laid[place], picked)
    judge_pool = _PoolJudge(ruleset, plot, PoolKind.SKILL in plan.kinds)
    results = tuple(map(judge_pool.result, plan.pools, plan.kinds, laid, tables))
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


def _plot_result(laid: Laid, picked: int | None) -> PlotResult:
    fallen = next(die for die in laid.dice() if die.is_plot)
    if picked is not None and picked not in fallen.faces:
        raise ImpossiblePick(picked)
    if fallen.edge is Tag.PLAIN:
        return PlotResult(fallen.faces[0], fallen.faces, fallen.edge, choice_open=False)
    first, second = fallen.faces
    face = suggested(first, second, fallen.edge) if picked is None else picked
    other = second if face == first else first
    is_open = picked is None and leaves_a_choice(first, second)
    return PlotResult(face, (face, other), fallen.edge, is_open)


@dataclass(frozen=True, slots=True)
class _PoolJudge:
    """What all pools of one roll share while they are judged."""

    ruleset: Ruleset
    plot: PlotResult | None
    has_skill_pool: bool

    def result(self, pool: Pool, kind: PoolKind, laid: Laid, table: Table) -> PoolResult:
        shown: list[Piece] = []
        laid.show(shown, self._tell)
        pieces = tuple(shown)
        if kind is PoolKind.PLOT:
            return PoolResult(pool, None, None, 0, False, pieces)
        raw = int(laid.value(Counting.AS_FALLEN))
        bonus = self.plot.bonus if self.plot is not None and kind is PoolKind.SKILL else 0
        lowest = None if pool.counts else self.ruleset.lowest_total
        total = raw + bonus
        floored = lowest is not None and total < lowest
        if lowest is not None and floored:
            total = lowest
        target = None if pool.target is None else TargetResult(pool.target, total - pool.target)
        damage = self._damage(pool, laid, total)
        told = (
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
            table.is_stopped,
        )
        return _new(PoolResult, told)

    def _damage(self, pool: Pool, laid: Laid, hit: int) -> Damage | None:
        if not (self.ruleset.damage_lines and self.has_skill_pool and pool.is_damage):
            return None
        alone, most = Counting.DICE_ALONE, Counting.AT_MOST
        return Damage(hit, int(laid.value(alone)), int(laid.value(most)))

    def _tell(self, fallen: FallenDie, term: Dice) -> DieResult:
        if fallen.is_plot and self.plot is not None:
            return self._tell_plot(self.plot)
        told = (
            fallen.die.sides,
            fallen.faces,
            fallen.value,
            fallen.kept,
            fallen.edge,
            self._marks(fallen, term),
            False,
            fallen.discarded,
            fallen.gone,
            fallen.added,
        )
        return _new(DieResult, told)

    def _tell_plot(self, plot: PlotResult) -> DieResult:
        marks = _PLOT_MARKS[outcome_of(plot.face)]
        discarded = plot.faces[1] if len(plot.faces) > 1 else None
        return DieResult(6, plot.faces, 0, True, plot.edge, marks, True, discarded)

    def _marks(self, fallen: FallenDie, term: Dice) -> tuple[Mark, ...]:
        natural: tuple[Mark, ...] = ()
        if fallen.kept:
            face = fallen.faces[0]
            if face == fallen.die.highest:
                natural = _MAX
            elif face == fallen.die.lowest:
                natural = _MIN
        if term.modifiers or self.ruleset.natural_plot:
            return (*natural, *self._further_marks(natural, fallen, term))
        return natural  # the dice of most rolls

    def _further_marks(
        self, natural: tuple[Mark, ...], fallen: FallenDie, term: Dice
    ) -> list[Mark]:
        marks: list[Mark] = []
        if fallen.exploded:
            marks.append(Mark.EXPLODED)
        if fallen.rerolled:
            marks.append(Mark.REROLLED)
        if fallen.kept:
            if term.modifiers:
                marks += _counted_marks(fallen.value, term.modifiers)
            if self.ruleset.natural_plot and term.has_d20:
                marks += _natural_marks((*natural, *marks))
        if fallen.capped:
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
    # Source of the widened ranges: docs/dice.md, "Rulesets"; `cs` and `cf` widen, never narrow.
    if Mark.MAX in marks or Mark.CRITICAL_SUCCESS in marks:
        return [Mark.OPPORTUNITY]
    if Mark.MIN in marks or Mark.CRITICAL_FAILURE in marks:
        return [Mark.THREAT]
    return []

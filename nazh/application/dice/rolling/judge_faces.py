"""Judges physical dice. Nothing is thrown, recorded or published."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dice.rolling.label_and_difficulty import with_label_and_difficulty
from nazh.domain.dice import NAZH, Roll, Ruleset, judge, parse_roll, throw_physical_dice
from nazh.domain.dice.errors import DivisionByZero


@dataclass(frozen=True, slots=True)
class EnteredThrow:
    """A notation and the faces of physical dice in draw order, with all repeats in one sequence.

    ``difficulty`` is for the first pool, which must not have its own.
    """

    notation: str
    faces: tuple[int, ...]
    add_plot: bool = False
    ruleset: Ruleset = NAZH
    difficulty: int | None = None


@dataclass(frozen=True, slots=True)
class JudgeFaces:
    """Judges physical dice."""

    def __call__(self, request: EnteredThrow) -> tuple[Roll, ...]:
        """Return one roll for each repeat. Raises the refusals of the notation and the faces."""
        plan = parse_roll(request.notation, add_plot=request.add_plot, is_typed=True)
        plan = with_label_and_difficulty(plan, None, request.difficulty)
        try:
            return tuple(
                judge(thrown, request.ruleset)
                for thrown in throw_physical_dice(plan, request.faces)
            )
        except DivisionByZero as refusal:
            refusal.source = request.notation
            raise

"""JudgeFaces: what dice thrown by hand are worth. Nothing is thrown, recorded or told."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.dice import NAZH, Roll, Ruleset, judge, parse_roll, throw_by_hand
from nazh.domain.dice.errors import DivisionByZero


@dataclass(frozen=True, slots=True)
class HandThrow:
    """A notation and the faces that lie on the table, in draw order, all repeats in one row."""

    notation: str
    faces: tuple[int, ...]
    add_plot: bool = False
    ruleset: Ruleset = NAZH


@dataclass(frozen=True, slots=True)
class JudgeFaces:
    """Judge dice that somebody threw by hand."""

    def __call__(self, hand: HandThrow) -> tuple[Roll, ...]:
        """Return one roll for each repeat. Raises the refusals of the notation and the faces."""
        plan = parse_roll(hand.notation, add_plot=hand.add_plot, is_typed=True)
        try:
            return tuple(judge(fallen, hand.ruleset) for fallen in throw_by_hand(plan, hand.faces))
        except DivisionByZero as refusal:
            refusal.source = hand.notation
            raise

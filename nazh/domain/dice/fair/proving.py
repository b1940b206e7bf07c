"""Proves that the faces of a roll follow from the secret, and its totals from the faces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from nazh.domain.dice.errors import DivisionByZero
from nazh.domain.dice.fair.commitments import fair_rng
from nazh.domain.dice.fair.entries import ChanceEntry, PlotDieAdded, Rolled, Spoiled, Totals
from nazh.domain.dice.fair.faults import (
    Fault,
    NoSuchRoll,
    NotSpoiled,
    OtherNotation,
    PlotDieTwice,
    UnfitFaces,
    UnknownRuleset,
    UnreadableRoll,
    WrongFaces,
    WrongTotals,
)
from nazh.domain.dice.fair.session import totals_of
from nazh.domain.dice.judging import judge
from nazh.domain.dice.notation import parse_canonical
from nazh.domain.dice.pools import PLOT_DIE
from nazh.domain.dice.rolls import RollPlan
from nazh.domain.dice.rulesets import RECORDED_RULESETS
from nazh.domain.dice.throwing import throw, throw_physical_dice
from nazh.domain.kernel.errors import Refusal
from nazh.domain.kernel.fair.fair_rng import FairRng

_SHOWN_FACES: Final = 30
"""The minimum number of faces that a fault reports, even if the receipt has fewer."""


class Prover:
    """Checks each use of randomness in a session; ``secret`` is ``None`` if it is unknown.

    ``rolls``, ``plot_dice`` and ``spoiled`` count the checked entries, and ``proven`` those whose
    faces were shown to follow from the secret.
    """

    def __init__(self, session: str, secret: bytes | None) -> None:
        self._session = session
        self._secret = secret
        self._rolls_by_entry: dict[int, Rolled] = {}
        self._with_plot_die: set[int] = set()
        self.rolls = 0
        self.plot_dice = 0
        self.spoiled = 0
        self.proven = 0

    def faults(self, line: int, entry: ChanceEntry, mix: bytes) -> Iterator[Fault]:
        """Yield the faults of an entry that was recorded with ``mix``."""
        rng = None
        if self._secret is not None:
            rng = fair_rng(self._secret, self._session, mix, entry.counter)
        match entry:
            case Rolled():
                return self._roll_faults(line, entry, rng)
            case PlotDieAdded():
                return self._plot_die_faults(line, entry, rng)
            case Spoiled():
                return self._spoiled_faults(line, entry, rng)

    def _roll_faults(self, line: int, entry: Rolled, rng: FairRng | None) -> Iterator[Fault]:
        self.rolls += 1
        self._rolls_by_entry[entry.n] = entry
        try:
            plan = parse_canonical(entry.notation)
        except Refusal as refusal:
            yield UnreadableRoll(line, refusal)
            return
        if not _is_canonical(plan, entry.notation):
            yield UnreadableRoll(line, None)
        if rng is not None:
            yield from self._face_faults(line, entry.faces, _drawn_faces(plan, rng))
        yield from _total_faults(line, plan, entry.faces, entry.ruleset, entry.totals)

    def _plot_die_faults(
        self, line: int, entry: PlotDieAdded, rng: FairRng | None
    ) -> Iterator[Fault]:
        self.plot_dice += 1
        if rng is not None:
            drawn = tuple(rng.faces(len(entry.faces), PLOT_DIE.sides))
            yield from self._face_faults(line, entry.faces, drawn)
        before = self._rolls_by_entry.get(entry.of)
        if before is None:
            yield NoSuchRoll(line, entry.of)
            return
        try:
            plan = parse_canonical(before.notation)
            throws = throw_physical_dice(plan, before.faces)
        except Refusal:
            return  # the roll itself has the fault
        if plan.has_plot_die or entry.of in self._with_plot_die:
            yield PlotDieTwice(line, entry.of)
            return
        self._with_plot_die.add(entry.of)
        after = plan.with_plot_die()
        if entry.notation != after.notation:
            yield OtherNotation(line, entry.notation, after.notation)
        added = [entry.faces[place : place + 1] for place in range(plan.repeats)]
        faces = [
            f for thrown, die in zip(throws, added, strict=True) for f in (*thrown.faces, *die)
        ]
        faces += entry.faces[plan.repeats :]
        yield from _total_faults(line, after, tuple(faces), before.ruleset, entry.totals)

    def _spoiled_faults(self, line: int, entry: Spoiled, rng: FairRng | None) -> Iterator[Fault]:
        self.spoiled += 1
        try:
            plan = parse_canonical(entry.notation)
        except Refusal as refusal:
            yield UnreadableRoll(line, refusal)
            return
        if not _is_canonical(plan, entry.notation):
            yield UnreadableRoll(line, None)
        if entry.ruleset not in RECORDED_RULESETS:
            yield UnknownRuleset(line, entry.ruleset)
        elif rng is not None:
            if _divides_by_zero(plan, rng, entry.ruleset):
                self.proven += 1
            else:
                yield NotSpoiled(line)

    def _face_faults(
        self, line: int, claimed: tuple[int, ...], drawn: tuple[int, ...] | None
    ) -> Iterator[Fault]:
        if claimed == drawn:
            self.proven += 1
        else:
            # A short line can draw thousands of faces, and a file may have many such lines.
            limit = max(len(claimed), _SHOWN_FACES) + 1
            yield WrongFaces(line, claimed, None if drawn is None else drawn[:limit])


def _is_canonical(plan: RollPlan, notation: str) -> bool:
    return plan.comment is None and plan.notation == notation


def _drawn_faces(plan: RollPlan, rng: FairRng) -> tuple[int, ...] | None:
    """Return the faces of all repeats, or ``None`` if they divide by zero while being drawn."""
    try:
        return tuple([face for _ in range(plan.repeats) for face in throw(plan, rng).faces])
    except DivisionByZero:
        return None


def _divides_by_zero(plan: RollPlan, rng: FairRng, ruleset: str) -> bool:
    try:
        for _ in range(plan.repeats):
            judge(throw(plan, rng), RECORDED_RULESETS[ruleset])
    except DivisionByZero:
        return True
    return False


def _total_faults(
    line: int, plan: RollPlan, faces: tuple[int, ...], ruleset: str, claimed: Totals
) -> Iterator[Fault]:
    rules = RECORDED_RULESETS.get(ruleset)
    if rules is None:
        yield UnknownRuleset(line, ruleset)
        return
    try:
        rolls = [judge(thrown, rules) for thrown in throw_physical_dice(plan, faces)]
    except Refusal as refusal:
        yield UnfitFaces(line, refusal)
        return
    judged = totals_of(rolls)
    if judged != claimed:
        yield WrongTotals(line, claimed, judged)

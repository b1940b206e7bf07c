"""Applies modifiers to thrown dice, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from nazh.domain.dice.evaluation.face_sources import FaceSource
from nazh.domain.dice.evaluation.keeping import kept_indices
from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Drop,
    Explode,
    Explosion,
    Keep,
    KeepIf,
    Modifier,
    Reroll,
    Sorted,
    Unique,
)
from nazh.domain.dice.pools import PLOT_DIE, Dice, Die, Tag


class ThrownDie:
    """One die. ``faces`` has all its faces, the one that counts first.

    ``discarded`` is the face that an edge did not use, ``replaced`` are those that were rerolled,
    oldest first, and ``added`` the values that a compound explosion adds up, if there was one.
    """

    __slots__ = (
        "added",
        "capped",
        "die",
        "discarded",
        "edge",
        "exploded",
        "faces",
        "is_further",
        "is_plot",
        "kept",
        "replaced",
        "rerolled",
        "value",
    )

    def __init__(self, die: Die, faces: tuple[int, ...], edge: Tag = Tag.PLAIN) -> None:
        self.die = die
        self.faces = faces
        self.value = faces[0]
        self.edge = edge
        self.kept = True
        self.is_plot = die.is_plot
        self.discarded = faces[1] if len(faces) > 1 else None
        self.added: tuple[int, ...] = ()
        self.replaced: tuple[int, ...] = ()
        self.is_further = self.exploded = self.rerolled = self.capped = False


class EvaluationContext:
    """The context of one pool: the ``source`` of faces, and a limited count of further dice."""

    __slots__ = ("further", "is_stopped", "source")

    def __init__(self, source: FaceSource) -> None:
        self.source = source
        self.further = 0
        self.is_stopped = False

    def throw_further(self, thrown: ThrownDie) -> int | None:
        """Return a further face of the same die. At the limit, mark the die and return ``None``."""
        if self.further >= Limits.FURTHER_DICE:
            thrown.capped = self.is_stopped = True
            return None
        self.further += 1
        return self.source.take(1, thrown.die)[0]


def evaluate_dice(dice: Dice, context: EvaluationContext) -> list[ThrownDie]:
    """Throw the dice of one term and apply its modifiers in the order written."""
    if dice.tags:
        tags = dice.tags + (Tag.PLAIN,) * (dice.count - len(dice.tags))
        thrown_dice = [_evaluate_tagged(dice.die, tag, context) for tag in tags]
    else:
        thrown_dice = [
            ThrownDie(dice.die, (face,)) for face in context.source.take(dice.count, dice.die)
        ]
    for modifier in dice.modifiers:
        thrown_dice = _modify(thrown_dice, modifier, context)
    return thrown_dice


def _evaluate_tagged(die: Die, tag: Tag, context: EvaluationContext) -> ThrownDie:
    match tag:
        case Tag.PLAIN:
            return ThrownDie(die, (context.source.take(1, die)[0],))
        case Tag.PLOT:
            return ThrownDie(PLOT_DIE, (context.source.take(1, PLOT_DIE)[0],))
        case _:
            first, second = context.source.take(2, die)
            # The plot die keeps draw order: which of its faces counts is a choice, not a maximum.
            if not die.is_plot and (second > first) is (tag is Tag.ADVANTAGE):
                first, second = second, first
            return ThrownDie(die, (first, second), tag)


def _modify(
    thrown_dice: list[ThrownDie], modifier: Modifier, context: EvaluationContext
) -> list[ThrownDie]:
    match modifier:
        case Keep() | KeepIf() | Drop():
            drop_dice(thrown_dice, modifier)
        case Explode(style=Explosion.COMPOUND):
            for thrown in _active(thrown_dice):
                _compound(thrown, modifier, context)
        case Explode():
            return _with_further(thrown_dice, lambda thrown: _explode(thrown, modifier, context))
        case Reroll(again=Again.ADDING):
            return _with_further(
                thrown_dice, lambda thrown: _reroll_adding(thrown, modifier, context)
            )
        case Reroll():
            for thrown in _active(thrown_dice):
                _reroll(thrown, modifier, context)
        case AtLeast(value=value):
            for thrown in _active(thrown_dice):
                thrown.value = max(thrown.value, value)
        case AtMost(value=value):
            for thrown in _active(thrown_dice):
                thrown.value = min(thrown.value, value)
        case Unique():
            _make_unique(_active(thrown_dice), context)
        case Sorted(descending=descending):
            return sorted(thrown_dice, key=attrgetter("value"), reverse=descending)
        case _:
            pass  # counting and criticals apply to the dice that are finally kept
    return thrown_dice


def _active(thrown_dice: Iterable[ThrownDie]) -> list[ThrownDie]:
    return [thrown for thrown in thrown_dice if thrown.kept and not thrown.is_plot]


def drop_dice(thrown_dice: Iterable[ThrownDie], modifier: Keep | KeepIf | Drop) -> None:
    """Drop what ``modifier`` does not keep; plot dice and dropped dice are not affected."""
    active = _active(thrown_dice)
    kept = kept_indices([thrown.value for thrown in active], modifier)
    for index, thrown in enumerate(active):
        if index not in kept:
            thrown.kept = False


def _with_further(
    thrown_dice: list[ThrownDie], further: Callable[[ThrownDie], list[ThrownDie]]
) -> list[ThrownDie]:
    result: list[ThrownDie] = []
    for thrown in thrown_dice:
        result.append(thrown)
        if thrown.kept and not thrown.is_plot:
            result.extend(further(thrown))
    return result


def _is_met(modifier: Explode, thrown: ThrownDie, value: int) -> bool:
    if modifier.condition is None:
        return value == thrown.die.highest
    return modifier.condition.met_by(value)


def _further(thrown: ThrownDie, face: int) -> ThrownDie:
    die = ThrownDie(thrown.die, (face,))
    die.is_further = True
    return die


def _explode(thrown: ThrownDie, modifier: Explode, context: EvaluationContext) -> list[ThrownDie]:
    chain: list[ThrownDie] = []
    last, value = thrown, thrown.value
    while _is_met(modifier, last, value):
        face = context.throw_further(last)
        if face is None:
            break
        last.exploded = True
        last, value = _further(thrown, face), face
        if modifier.style is Explosion.PENETRATE:
            last.value = face - 1
        chain.append(last)
    return chain


def _compound(thrown: ThrownDie, modifier: Explode, context: EvaluationContext) -> None:
    value = thrown.value
    while _is_met(modifier, thrown, value):
        face = context.throw_further(thrown)
        if face is None:
            break
        thrown.exploded = True
        thrown.added = (*(thrown.added or (thrown.value,)), face)
        thrown.faces += (face,)
        thrown.value += face
        value = face


def _reroll_adding(
    thrown: ThrownDie, modifier: Reroll, context: EvaluationContext
) -> list[ThrownDie]:
    if not modifier.condition.met_by(thrown.value):
        return []
    face = context.throw_further(thrown)
    if face is None:
        return []
    thrown.exploded = True
    return [_further(thrown, face)]


def _reroll(thrown: ThrownDie, modifier: Reroll, context: EvaluationContext) -> None:
    while modifier.condition.met_by(thrown.value):
        if not _rethrow(thrown, context) or modifier.again is Again.ONCE:
            return


def _rethrow(thrown: ThrownDie, context: EvaluationContext) -> bool:
    face = context.throw_further(thrown)
    if face is None:
        return False
    thrown.rerolled = True
    thrown.replaced += (thrown.faces[0], *thrown.added[1:])
    thrown.added = ()
    thrown.faces = (face, *thrown.faces)
    thrown.value = face
    return True


def _make_unique(active: list[ThrownDie], context: EvaluationContext) -> None:
    seen: set[int] = set()
    for thrown in active:
        while thrown.value in seen:
            if not _rethrow(thrown, context):
                return
        seen.add(thrown.value)

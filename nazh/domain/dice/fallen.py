"""Dice as they lie on the table, and what the modifiers do to them one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from nazh.domain.dice.limits import Limits
from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Drop,
    End,
    Explode,
    Explosion,
    Keep,
    KeepIf,
    Modifier,
    Quantity,
    Reroll,
    Sorted,
    Unique,
)
from nazh.domain.dice.pools import Dice, Die, Tag
from nazh.domain.dice.sources import FaceSource


class FallenDie:
    """One die. ``faces`` holds all it has shown, the one that counts first.

    ``discarded`` is the face that an edge put aside, ``gone`` are those that were rerolled away,
    oldest first, and ``added`` the values that compounding adds up, where it did.
    """

    __slots__ = (
        "added",
        "capped",
        "die",
        "discarded",
        "edge",
        "exploded",
        "faces",
        "gone",
        "is_further",
        "is_plot",
        "kept",
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
        self.gone: tuple[int, ...] = ()
        self.is_further = self.exploded = self.rerolled = self.capped = False


class Table:
    """Where one pool falls: faces come from ``source``; further dice are counted and bounded."""

    __slots__ = ("further", "is_stopped", "source")

    def __init__(self, source: FaceSource) -> None:
        self.source = source
        self.further = 0
        self.is_stopped = False

    def throw_again(self, fallen: FallenDie) -> int | None:
        """Return a further face of the same die; ``None``, and the die is marked, at the limit."""
        if self.further >= Limits.FURTHER_DICE:
            fallen.capped = self.is_stopped = True
            return None
        self.further += 1
        return self.source.take(1, fallen.die)[0]


def lay_dice(dice: Dice, table: Table, plot_die: Die) -> list[FallenDie]:
    """Throw the dice of one term and apply its modifiers in the order written."""
    if dice.tags:
        tags = dice.tags + (Tag.PLAIN,) * (dice.count - len(dice.tags))
        row = [_lay_tagged(dice.die, tag, table, plot_die) for tag in tags]
    else:
        row = [FallenDie(dice.die, (face,)) for face in table.source.take(dice.count, dice.die)]
    for modifier in dice.modifiers:
        row = _modify(row, modifier, table)
    return row


def _lay_tagged(die: Die, tag: Tag, table: Table, plot_die: Die) -> FallenDie:
    match tag:
        case Tag.PLAIN:
            return FallenDie(die, (table.source.take(1, die)[0],))
        case Tag.PLOT:
            return FallenDie(plot_die, (table.source.take(1, plot_die)[0],))
        case _:
            first, second = table.source.take(2, die)
            # The plot die keeps draw order: which of its faces counts is a choice, not a maximum.
            if not die.is_plot and (second > first) is (tag is Tag.ADVANTAGE):
                first, second = second, first
            return FallenDie(die, (first, second), tag)


def _modify(row: list[FallenDie], modifier: Modifier, table: Table) -> list[FallenDie]:
    match modifier:
        case Keep() | KeepIf() | Drop():
            drop_dice(row, modifier)
        case Explode(style=Explosion.COMPOUND):
            for fallen in _in_play(row):
                _compound(fallen, modifier, table)
        case Explode():
            return _followed(row, lambda fallen: _explode(fallen, modifier, table))
        case Reroll(again=Again.ADDING):
            return _followed(row, lambda fallen: _reroll_adding(fallen, modifier, table))
        case Reroll():
            for fallen in _in_play(row):
                _reroll(fallen, modifier, table)
        case AtLeast(value=value):
            for fallen in _in_play(row):
                fallen.value = max(fallen.value, value)
        case AtMost(value=value):
            for fallen in _in_play(row):
                fallen.value = min(fallen.value, value)
        case Unique():
            _make_unique(_in_play(row), table)
        case Sorted(descending=descending):
            return sorted(row, key=attrgetter("value"), reverse=descending)
        case _:
            pass  # counting and criticals are judged on the dice that are kept in the end
    return row


def _in_play(row: Iterable[FallenDie]) -> list[FallenDie]:
    return [fallen for fallen in row if fallen.kept and not fallen.is_plot]


def drop_dice(row: Iterable[FallenDie], modifier: Keep | KeepIf | Drop) -> None:
    """Drop what ``modifier`` does not keep; plot dice and dropped dice are left alone."""
    playing = _in_play(row)
    keeps = kept_places([fallen.value for fallen in playing], modifier)
    for place, fallen in enumerate(playing):
        if place not in keeps:
            fallen.kept = False


def kept_places(values: list[int] | list[Quantity], modifier: Keep | KeepIf | Drop) -> set[int]:
    """Return which places of ``values`` stay; in a tie the one further left."""
    places = range(len(values))
    if isinstance(modifier, KeepIf):
        return {place for place in places if modifier.condition.met_by(values[place])}
    end, count = modifier.end, modifier.count
    if isinstance(modifier, Drop):
        end = End.LOWEST if end is End.HIGHEST else End.HIGHEST
        count = max(0, len(values) - count)
    rising = sorted(places, key=values.__getitem__)
    if end is End.LOWEST:
        return set(rising[:count])
    if end is End.HIGHEST:
        return set(sorted(places, key=lambda place: (-values[place], place))[:count])
    # Of an odd surplus the higher end loses one more.
    start = max(0, len(values) - count) // 2
    return set(rising[start : start + count])


def _followed(
    row: list[FallenDie], further: Callable[[FallenDie], list[FallenDie]]
) -> list[FallenDie]:
    result: list[FallenDie] = []
    for fallen in row:
        result.append(fallen)
        if fallen.kept and not fallen.is_plot:
            result.extend(further(fallen))
    return result


def _is_met(modifier: Explode, fallen: FallenDie, value: int) -> bool:
    if modifier.condition is None:
        return value == fallen.die.highest
    return modifier.condition.met_by(value)


def _further(fallen: FallenDie, face: int) -> FallenDie:
    die = FallenDie(fallen.die, (face,))
    die.is_further = True
    return die


def _explode(fallen: FallenDie, modifier: Explode, table: Table) -> list[FallenDie]:
    chain: list[FallenDie] = []
    last, value = fallen, fallen.value
    while _is_met(modifier, last, value):
        face = table.throw_again(last)
        if face is None:
            break
        last.exploded = True
        last, value = _further(fallen, face), face
        if modifier.style is Explosion.PENETRATE:
            last.value = face - 1
        chain.append(last)
    return chain


def _compound(fallen: FallenDie, modifier: Explode, table: Table) -> None:
    value = fallen.value
    while _is_met(modifier, fallen, value):
        face = table.throw_again(fallen)
        if face is None:
            break
        fallen.exploded = True
        fallen.added = (*(fallen.added or (fallen.value,)), face)
        fallen.faces += (face,)
        fallen.value += face
        value = face


def _reroll_adding(fallen: FallenDie, modifier: Reroll, table: Table) -> list[FallenDie]:
    if not modifier.condition.met_by(fallen.value):
        return []
    face = table.throw_again(fallen)
    if face is None:
        return []
    fallen.exploded = True
    return [_further(fallen, face)]


def _reroll(fallen: FallenDie, modifier: Reroll, table: Table) -> None:
    while modifier.condition.met_by(fallen.value):
        if not _throw_anew(fallen, table) or modifier.again is Again.ONCE:
            return


def _throw_anew(fallen: FallenDie, table: Table) -> bool:
    face = table.throw_again(fallen)
    if face is None:
        return False
    fallen.rerolled = True
    fallen.gone += (fallen.faces[0], *fallen.added[1:])
    fallen.added = ()
    fallen.faces = (face, *fallen.faces)
    fallen.value = face
    return True


def _make_unique(playing: list[FallenDie], table: Table) -> None:
    seen: set[int] = set()
    for fallen in playing:
        while fallen.value in seen:
            if not _throw_anew(fallen, table):
                return
        seen.add(fallen.value)

"""The law of one term of dice with all its modifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nazh.domain.dice.modifiers import (
    Again,
    AtLeast,
    AtMost,
    Critical,
    Drop,
    Explode,
    Explosion,
    Failures,
    Keep,
    Modifier,
    Quantity,
    Reroll,
    Sorted,
    Successes,
    Unique,
)
from nazh.domain.dice.odds.aftermath import Aftermath, aftermath, one_less
from nazh.domain.dice.odds.exploding import Chances, Explosive, exploded_sum, retained
from nazh.domain.dice.odds.keeping import Choice, chosen_sum
from nazh.domain.dice.odds.kept_sums import Kind
from nazh.domain.dice.odds.laws import Law, certain
from nazh.domain.dice.odds.plain_dice import plain_law
from nazh.domain.dice.odds.polynomials import Poly, joined, power, scaled, times
from nazh.domain.dice.odds.single_dice import (
    Alike,
    Reckoning,
    States,
    changed,
    faces_of,
    fallen_dice,
    split,
)
from nazh.domain.dice.odds.spreads import Spread, chances_of, spread_out
from nazh.domain.dice.odds.unique import unique_law
from nazh.domain.dice.pools import Dice

_SILENT = (Critical, Successes, Failures, Sorted)
"""Modifiers that leave the dice as they lie; what they count is asked in the end."""


def law_of_dice(term: Dice, reckoning: Reckoning) -> Law | None:
    """Return the law of ``term``; ``None`` where only following every way can tell."""
    known = plain_law(term, reckoning)
    return _Term(term, reckoning).law() if known is None else known


@dataclass(frozen=True, slots=True)
class Lying:
    """Dice as they lie, each changed alone, and what they add in the end.

    ``followed`` is how much of what could fall again is followed, as ways of a whole.
    """

    rows: list[Alike]
    ending: Aftermath
    followed: tuple[int, int]


def lying(term: Dice, reckoning: Reckoning) -> Lying | None:
    """Return how the dice of ``term`` lie; ``None`` where modifiers add dice or compare them."""
    known = _Term(term, reckoning)
    rows, rest = known.beginning()
    if rest:
        return None
    ending = aftermath(term, (), known.faces, term.count, reckoning)
    return Lying(rows, ending, known.followed)


def kinds_of(rows: Sequence[Alike], ending: Aftermath) -> list[Kind]:
    """Return the dice as things to be kept, which then add what ``ending`` says."""
    return [_kind(alike, ending) for alike in rows]


def _kind(alike: Alike, ending: Aftermath) -> Kind:
    values: dict[Quantity, tuple[int, Poly]]
    if ending.is_value:
        weights: Poly = {}
        for state, ways in alike.states.items():
            if state is not None:
                weights[state[0]] = weights.get(state[0], 0) + ways
        ending.work.spend(len(weights) // 2)
        values = {value: (ways, {value: ways}) for value, ways in weights.items()}
        return Kind(alike.count, values, alike.whole, alike.states.get(None, 0))
    values = {}
    for state, ways in alike.states.items():
        ending.work.spend(1)
        if state is None:
            continue
        known, adds = values.get(state[0], (0, {}))
        more = scaled(ending.adds(state), ways)
        values[state[0]] = (known + ways * ending.whole, joined(adds, more) if adds else more)
    absent = alike.states.get(None, 0) * ending.whole
    return Kind(alike.count, values, alike.whole * ending.whole, absent)


class _Term:
    """One term on its way through its modifiers."""

    def __init__(self, term: Dice, reckoning: Reckoning) -> None:
        self.term = term
        self.reckoning = reckoning
        self.faces = faces_of(term, reckoning)
        self.sides = term.die.sides
        self.is_sorted = any(isinstance(modifier, Sorted) for modifier in term.modifiers)
        self.followed = (1, 1)
        """How much of what could fall again is followed, as ways of a whole."""

    def law(self) -> Law | None:
        """Return the law, or ``None``."""
        rows, rest = self.beginning()
        if not rows:
            return certain(0)
        together = self._exploding_together(rows, rest)
        if together is not None:
            return self._made(*together)
        if not any(isinstance(modifier, Keep | Drop | Unique) for modifier in rest):
            return self._made(*self._all_kept(rows, rest))
        if isinstance(rest[0], Unique):
            if self.is_sorted or rest != self._acting() or not self._is_fresh(rows):
                return None
            return unique_law(self.term, rest[1:], self.faces, self.reckoning)
        kept = self._kept(rows, rest)
        return None if kept is None else self._made(*kept)

    def beginning(self) -> tuple[list[Alike], list[Modifier]]:
        """Return the dice after all modifiers that change each alone, and the other modifiers."""
        rows = fallen_dice(self.term, self.faces)
        rest = self._acting()
        dice = sum(alike.count for alike in rows)
        while rest and rows and not _adds_or_compares(rest[0]):
            modifier = rest[0]
            if _is_additive(rest, self.term) and len(rows) == 1:
                break
            following = self._never_met(rows, modifier)
            rows = following or [
                changed(alike, modifier, self.term, self.faces, dice, self.reckoning)
                for alike in rows
            ]
            rest = rest[1:]
        return rows, rest

    def _acting(self) -> list[Modifier]:
        return [m for m in self.term.modifiers if not isinstance(m, _SILENT)]

    def _never_met(self, rows: list[Alike], modifier: Modifier) -> list[Alike] | None:
        """Dice rerolled as they fell are as likely to end on one allowed face as on another."""
        if not isinstance(modifier, Reroll) or modifier.again is not Again.UNTIL:
            return None
        if not self._is_fresh(rows):
            return None
        ends, goes_on = split(self.faces, modifier, self.term.die)
        quiet, met = sum(ends.values()), sum(goes_on.values())
        chances = Chances(quiet, met, quiet, met)
        dice, share = rows[0].count, self.reckoning.share
        _, ways, whole = retained(chances, dice, self.sides, share)
        self.followed = (self.followed[0] * ways, self.followed[1] * whole)
        return [Alike(dice, ends, quiet)]

    def _is_fresh(self, rows: list[Alike]) -> bool:
        """Whether the dice lie just as plain ones fall."""
        return len(rows) == 1 and rows[0].states == self.faces

    def _made(self, weights: Poly, whole: int) -> Law:
        ways, of = self.followed
        return Law(
            {value: weight * ways for value, weight in weights.items() if weight}, whole * of
        )

    def _all_kept(self, rows: list[Alike], rest: Sequence[Modifier]) -> tuple[Poly, int]:
        dice = sum(alike.count for alike in rows)
        ending = aftermath(self.term, rest, self.faces, dice, self.reckoning)
        total: Poly = {0: 1}
        whole = 1
        for alike in rows:
            one = {value: ways for value, ways in ending.of(alike.states).items() if ways}
            total = times(total, power(one, alike.count, self.reckoning.work), self.reckoning.work)
            whole *= (alike.whole * ending.whole) ** alike.count
        return total, whole

    def _exploding_together(
        self, rows: list[Alike], rest: Sequence[Modifier]
    ) -> tuple[Poly, int] | None:
        head, *tail = rest or (None,)
        if not isinstance(head, Explode) or len(rows) > 1 or any(map(_does_more, tail)):
            return None
        (alike,) = rows
        ending = aftermath(self.term, tail, self.faces, alike.count, self.reckoning)
        quiet, met = split(alike.states, head, self.term.die)
        ends, goes_on = split(self.faces, head, self.term.die)
        if head.style is Explosion.PENETRATE:
            last, link = ending.of(one_less(ends)), ending.of(one_less(goes_on))
        elif head.style is Explosion.COMPOUND:
            last, link = _as_values(ends), _as_values(goes_on)
        else:
            last, link = ending.of(ends), ending.of(goes_on)
        adds = Explosive(ending.of(quiet), ending.of(met), last, link)
        chances = chances_of(quiet, met, ends, goes_on)
        dice, whole, work = alike.count, alike.whole, self.reckoning.work
        further = chances.most_further(dice, whole, self.reckoning.share)
        work.spend(further * 4)
        return exploded_sum(dice, adds, whole, self.sides, further, work)

    def _kept(self, rows: list[Alike], rest: Sequence[Modifier]) -> tuple[Poly, int] | None:
        cut = _cut(rest, self.reckoning)
        if cut is None:
            return None
        before, choices, after = cut
        dice = min([choice.count for choice in choices if isinstance(choice, Keep)], default=None)
        fallen = sum(alike.count for alike in rows)
        further = 0
        spreads: Iterator[Spread] = iter((Spread(1, rows),))
        in_order = not self.is_sorted
        if before:
            if len(rows) > 1:
                return None
            further, spreads = spread_out(rows[0], before, self.term, self.faces, self.reckoning)
            in_order = False
        most = fallen + further
        ending = aftermath(self.term, after, self.faces, min(dice or most, most), self.reckoning)
        total: Poly = {}
        for spread in spreads:
            kinds = kinds_of([alike for alike in spread.rows if alike.count], ending)
            kept = chosen_sum(kinds, choices, self.reckoning.work, in_order=in_order)
            if kept is None:
                return None
            there = sum(kind.count for kind in kinds)
            ways = spread.ways * ending.whole ** (most - there)
            for value, weight in kept.items():
                total[value] = total.get(value, 0) + weight * ways
        whole = self.sides**further * ending.whole**most
        for alike in rows:
            whole *= alike.whole**alike.count
        return total, whole


def _as_values(states: States) -> Poly:
    return {state[0]: ways for state, ways in states.items() if state is not None}


def _adds_or_compares(modifier: Modifier) -> bool:
    match modifier:
        case Keep() | Drop() | Unique() | Reroll(again=Again.ADDING):
            return True
        case Explode(style=style):
            return style is not Explosion.COMPOUND
        case _:
            return False


def _is_additive(rest: Sequence[Modifier], term: Dice) -> bool:
    """Whether a compound explosion comes last and only its sum counts."""
    head = rest[0]
    if not isinstance(head, Explode) or head.style is not Explosion.COMPOUND or len(rest) > 1:
        return False
    return not any(isinstance(m, Critical | Successes | Failures) for m in term.modifiers)


def _does_more(modifier: Modifier) -> bool:
    return isinstance(modifier, Keep | Drop | Unique | Explode | Reroll)


def _cut(
    rest: Sequence[Modifier], reckoning: Reckoning
) -> tuple[list[Modifier], list[Choice], list[Modifier]] | None:
    """Return what happens before, at and after the keeping; ``None`` where they are mixed."""
    first = next(place for place, m in enumerate(rest) if isinstance(m, Keep | Drop | Unique))
    before = list(rest[:first])
    choices: list[Choice] = []
    after: list[Modifier] = []
    may_still_choose = True
    for modifier in rest[first:]:
        if isinstance(modifier, Keep | Drop):
            if not may_still_choose:
                return None
            choices.append(modifier)
            continue
        if isinstance(modifier, Unique):
            return None
        # What only lifts or lowers values leaves their order, and the marks are not looked at.
        is_calm = isinstance(modifier, AtLeast | AtMost) and reckoning.sight.is_full
        may_still_choose = may_still_choose and is_calm
        after.append(modifier)
    if any(map(_does_more, before[1:])):
        return None
    return before, choices, after

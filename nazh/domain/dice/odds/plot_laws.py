"""Calculates the effects of a plot die on a whole roll, and their number of ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Final

from nazh.domain.dice.plot_die import PlotOutcome, PlotResult, suggested
from nazh.domain.dice.pools import PLOT_DIE, Tag
from nazh.domain.dice.rolls import RollPlan


@dataclass(frozen=True, slots=True)
class Narrative:
    """Which of opportunities and threats a roll brings; True means at least one."""

    opportunity: bool
    threat: bool

    def combined_with(self, other: Narrative) -> Narrative:
        """Return the union of both."""
        return Narrative(self.opportunity or other.opportunity, self.threat or other.threat)


NARRATIVES: Final = tuple(Narrative(o, t) for o, t in product((False, True), repeat=2))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The successes of the pools with a difficulty, in order, and the narrative of the roll."""

    successes: tuple[bool, ...]
    narrative: Narrative
    probability: Fraction


@dataclass(frozen=True, slots=True)
class PlotEffect:
    """The effect of a plot die: a bonus for skill pools, and its narrative."""

    bonus: int
    narrative: Narrative


class PlotLaw:
    """The number of ways of each effect of a plot die, with derived values."""

    __slots__ = ("bonuses", "outcomes", "total", "ways")

    def __init__(self, ways: dict[PlotEffect, int]) -> None:
        self.ways = ways
        self.total = sum(ways.values())
        self.bonuses: dict[int, int] = {}
        narratives: dict[Narrative, int] = {}
        for plot, count in ways.items():
            self.bonuses[plot.bonus] = self.bonuses.get(plot.bonus, 0) + count
            narratives[plot.narrative] = narratives.get(plot.narrative, 0) + count
        self.outcomes = tuple(
            Outcome((), narrative, Fraction(count, self.total))
            for narrative, count in narratives.items()
        )


_NO_PLOT_DIE: Final = PlotLaw({PlotEffect(0, NARRATIVES[0]): 1})


def plot_law(plan: RollPlan) -> PlotLaw:
    """Return the law of the plot die of ``plan``. Without a plot die, it has only one outcome."""
    for pool in plan.pools:
        for term in pool.terms:
            if term.die.is_plot:
                return _law_of_plot_die(term.tags[0] if term.tags else Tag.PLAIN)
            if Tag.PLOT in term.tags:
                return _law_of_plot_die(Tag.PLAIN)
    return _NO_PLOT_DIE


@cache
def _law_of_plot_die(edge: Tag) -> PlotLaw:
    ways: dict[PlotEffect, int] = {}
    for face in _plot_faces(edge):
        result = PlotResult(face, (face,), edge, choice_open=False)
        narrative = Narrative(
            result.outcome is PlotOutcome.OPPORTUNITY, result.outcome is PlotOutcome.THREAT
        )
        plot = PlotEffect(result.bonus, narrative)
        ways[plot] = ways.get(plot, 0) + 1
    return PlotLaw(ways)


def _plot_faces(edge: Tag) -> Iterator[int]:
    if edge is Tag.PLAIN:
        yield from PLOT_DIE.shapes
        return
    for first, second in product(PLOT_DIE.shapes, repeat=2):
        yield suggested(first, second, edge)

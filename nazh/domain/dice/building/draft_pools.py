"""Models the open pool of a draft, limited to what the builder's steps can set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.pools import (
    PLOT_DIE,
    Dice,
    Die,
    Node,
    Number,
    Pool,
    Sign,
    Sum,
    Tag,
    numbered_die,
)

DRAFTABLE_DICE: Final[Mapping[str, Die]] = MappingProxyType(
    {f"d{sides}": numbered_die(sides) for sides in (4, 6, 8, 10, 12, 20, 100)} | {"plot": PLOT_DIE}
)
"""The dice that can be selected, by name."""


@dataclass(frozen=True, slots=True)
class DraftPool:
    """An open pool with finished dice, current dice of one kind, and a flat ``bonus``.

    The ``finished`` dice come first and no longer change; the steps change the current dice.
    ``edges`` of the current dice have advantage, or disadvantage if the number is negative. A plot
    die is always a single die without finished dice, bonus, label and target.
    """

    die: Die
    count: int = 1
    edges: int = 0
    bonus: int = 0
    label: str | None = None
    target: int | None = None
    finished: tuple[Dice, ...] = ()

    @property
    def pool(self) -> Pool:
        """The pool as it would be thrown."""
        dice = (*self.finished, self._dice)
        terms: tuple[tuple[Sign, Node], ...] = tuple((Sign.PLUS, die) for die in dice)
        if self.bonus:
            sign = Sign.PLUS if self.bonus > 0 else Sign.MINUS
            terms = (*terms, (sign, Number(abs(self.bonus))))
        expression = Sum(terms) if len(terms) > 1 else self._dice
        return Pool(expression, self.label, self.target, terms=dice)

    @property
    def _dice(self) -> Dice:
        return _edged_dice(self.die, self.count, self.edges)

    def with_edges(self, edges: int) -> DraftPool:
        """Return the draft with ``edges``, limited to the number of dice."""
        return replace(self, edges=max(-self.count, min(self.count, edges)))

    def with_more_dice(self) -> DraftPool:
        """Return the draft with its current dice finished, and one new die of the same kind."""
        return replace(self, count=1, edges=0, finished=(*self.finished, self._dice))

    def without_last_dice(self) -> DraftPool:
        """Return the draft without its current dice; those finished last become current again."""
        *before, last = self.finished
        return replace(
            self,
            die=last.die,
            count=last.count,
            edges=_edges_of(last),
            finished=tuple(before),
        )


def draft_plot_die(edges: int) -> DraftPool:
    """Return the plot die as a pool, with advantage or disadvantage if ``edges`` is not 0."""
    return DraftPool(PLOT_DIE).with_edges(edges)


def draft_pool_of(pool: Pool) -> DraftPool | None:
    """Return the draft of ``pool``, or ``None`` if no steps can build it."""
    bonus = 0
    match pool.expression:
        case Sum(terms=(*_, (sign, Number(value=int(value))))):
            bonus = value if sign is Sign.PLUS else -value
        case _:
            pass
    *finished, dice = pool.terms or (None,)
    if dice is None:
        return None
    edges = _edges_of(dice)
    draft_pool = DraftPool(
        dice.die, dice.count, edges, bonus, pool.label, pool.target, tuple(finished)
    )
    if not all(_is_draftable(term) for term in pool.terms):
        return None
    if any(term.die.is_plot for term in pool.terms) and draft_pool != draft_plot_die(edges):
        return None
    return draft_pool if draft_pool.pool == pool else None


def _is_draftable(dice: Dice) -> bool:
    is_offered = dice.die in DRAFTABLE_DICE.values()
    return is_offered and dice == _edged_dice(dice.die, dice.count, _edges_of(dice))


def _edged_dice(die: Die, count: int, edges: int) -> Dice:
    tag = Tag.ADVANTAGE if edges > 0 else Tag.DISADVANTAGE
    return Dice(count, die, (tag,) * abs(edges))


def _edges_of(dice: Dice) -> int:
    return dice.tags.count(Tag.ADVANTAGE) - dice.tags.count(Tag.DISADVANTAGE)

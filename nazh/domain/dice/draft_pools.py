"""Models the open pool of a draft, which only has what the builder's steps can set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from nazh.domain.dice.pools import (
    PLOT_DIE,
    Dice,
    Die,
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
    """An open pool, with dice of one kind and a flat ``bonus``.

    ``edges`` of the dice have advantage, or disadvantage if the number is negative. A plot die is
    always a single die without bonus, label and target.
    """

    die: Die
    count: int = 1
    edges: int = 0
    bonus: int = 0
    label: str | None = None
    target: int | None = None

    @property
    def pool(self) -> Pool:
        """The pool as it would be thrown."""
        tag = Tag.ADVANTAGE if self.edges > 0 else Tag.DISADVANTAGE
        dice = Dice(self.count, self.die, (tag,) * abs(self.edges))
        sign = Sign.PLUS if self.bonus > 0 else Sign.MINUS
        bonus = (sign, Number(abs(self.bonus)))
        expression = Sum(((Sign.PLUS, dice), bonus)) if self.bonus else dice
        return Pool(expression, self.label, self.target, terms=(dice,))

    def with_edges(self, edges: int) -> DraftPool:
        """Return the draft with ``edges``, limited to the number of dice."""
        return replace(self, edges=max(-self.count, min(self.count, edges)))


def draft_plot_die(edges: int) -> DraftPool:
    """Return the plot die as a pool, with advantage or disadvantage if ``edges`` is not 0."""
    return DraftPool(PLOT_DIE).with_edges(edges)


def draft_pool_of(pool: Pool) -> DraftPool | None:
    """Return the draft of ``pool``, or ``None`` if no steps lead to it."""
    bonus = 0
    match pool.expression:
        case Dice() as dice:
            pass
        case Sum(terms=((Sign.PLUS, Dice() as dice), (sign, Number(value=int(value))))):
            bonus = value if sign is Sign.PLUS else -value
        case _:
            return None
    edges = dice.tags.count(Tag.ADVANTAGE) - dice.tags.count(Tag.DISADVANTAGE)
    draft_pool = DraftPool(dice.die, dice.count, edges, bonus, pool.label, pool.target)
    is_draftable = dice.die in DRAFTABLE_DICE.values() and draft_pool.pool == pool
    return (
        draft_pool
        if is_draftable and (not dice.die.is_plot or draft_pool == draft_plot_die(edges))
        else None
    )

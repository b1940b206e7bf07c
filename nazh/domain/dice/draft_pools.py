"""Making: the pool in the making, as simple as the steps of a draft make it."""

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
"""The dice that can be chosen, by name."""


@dataclass(frozen=True, slots=True)
class DraftPool:
    """The pool in the making: dice of one kind, plus a flat ``bonus``.

    ``edges`` of the dice have advantage; a negative number of them disadvantage. A plot die
    stands alone: one die, without bonus, label and target.
    """

    die: Die
    count: int = 1
    edges: int = 0
    bonus: int = 0
    label: str | None = None
    target: int | None = None

    @property
    def pool(self) -> Pool:
        """The pool that this would be."""
        tag = Tag.ADVANTAGE if self.edges > 0 else Tag.DISADVANTAGE
        dice = Dice(self.count, self.die, (tag,) * abs(self.edges))
        sign = Sign.PLUS if self.bonus > 0 else Sign.MINUS
        bonus = (sign, Number(abs(self.bonus)))
        expression = Sum(((Sign.PLUS, dice), bonus)) if self.bonus else dice
        return Pool(expression, self.label, self.target, terms=(dice,))

    def with_edges(self, edges: int) -> DraftPool:
        """Return the same with ``edges``, as far as there are dice for them."""
        return replace(self, edges=max(-self.count, min(self.count, edges)))


def draft_plot_die(edges: int) -> DraftPool:
    """Return the plot die as a pool, with an edge if ``edges`` has one."""
    return DraftPool(PLOT_DIE).with_edges(edges)


def draft_pool_of(pool: Pool) -> DraftPool | None:
    """Return what steps would have made ``pool``; ``None`` where none could."""
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

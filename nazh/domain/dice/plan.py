"""RollPlan: a roll that was read and checked, ready to be thrown as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from nazh.domain.dice.errors import SecondPlotDie
from nazh.domain.dice.modifiers import DRAWING_MODIFIERS
from nazh.domain.dice.pools import PLOT_POOL, Pool
from nazh.domain.dice.writing import write_pools


@dataclass(frozen=True)
class RollPlan:
    """One list of pools, thrown ``repeats`` times over, with a remark.

    Valid once built by ``parse_roll``. Not slotted: what follows from it is worked out once and
    kept, because plans are cached and thrown many times.
    """

    pools: tuple[Pool, ...]
    repeats: int = 1
    comment: str | None = None

    @cached_property
    def notation(self) -> str:
        """The canonical notation, without the comment; reads back to the same roll."""
        pools = write_pools(self.pools)
        return pools if self.repeats == 1 else f"{self.repeats}x{pools}"

    @cached_property
    def has_plot_die(self) -> bool:
        """Whether a plot die is among the dice."""
        return any(pool.plot_dice for pool in self.pools)

    @cached_property
    def dice(self) -> int:
        """How many dice fall in all repeats together, before any explosion."""
        return self.repeats * sum(pool.dice for pool in self.pools)

    @cached_property
    def steady_draws(self) -> tuple[tuple[int, int], ...] | None:
        """Count and sides of each draw; ``None`` where faces decide how many more are drawn."""
        draws: list[tuple[int, int]] = []
        for term in (term for pool in self.pools for term in pool.terms):
            if not term.die.is_numbered or any(
                isinstance(modifier, DRAWING_MODIFIERS) for modifier in term.modifiers
            ):
                return None
            draws.append((term.count + term.edges, term.die.sides))
        return tuple(draws)

    def with_plot_die(self) -> RollPlan:
        """Return the same roll with the plot die as a last pool; refuse a second one."""
        if self.has_plot_die:
            raise SecondPlotDie
        return replace(self, pools=(*self.pools, PLOT_POOL))

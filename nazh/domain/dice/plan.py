"""RollPlan: a roll that was read and checked, ready to be thrown as often as one likes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from nazh.domain.dice.errors import SecondPlotDie
from nazh.domain.dice.writing import write_pools
from nazh.domain.dice.pools import PLOT_POOL, Pool


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

    def with_plot_die(self) -> RollPlan:
        """Return the same roll with the plot die as a last pool; refuse a second one."""
        if self.has_plot_die:
            raise SecondPlotDie
        return replace(self, pools=(*self.pools, PLOT_POOL))

"""Allocates resources to the military, the economy or research."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.treasury import Category, allocate, next_level


@dataclass(frozen=True, slots=True)
class ResourcesAllocated:
    """The levels and research points after an allocation, and the remaining stock.

    ``saved`` is what the category has of the ``price`` of its next level. Both are 0 for research
    and at the highest level.
    """

    economy: int
    training: int
    research_points: int
    resources: int
    saved: int = 0
    price: int = 0


@dataclass(frozen=True, slots=True)
class AllocateResources:
    """Spends resources on a category (RES-12)."""

    world: World

    async def __call__(
        self, requester: Requester, category: Category, amount: int
    ) -> ResourcesAllocated:
        """Spend ``amount`` on the category.

        Raises NoNation, OnlyDelegates, OnVacation, AmountTooSmall, HighestLevel and
        NotEnoughResources.
        """

        def work(world: WorldTransaction) -> ResourcesAllocated:
            rules = world.season.rules.development
            nation = nation_as_delegate(world, requester, Office.TREASURER)
            nation = allocate(nation, category, amount, requester.act, rules)
            world.save_nation(nation)
            saved, price = next_level(nation, category, rules)
            return ResourcesAllocated(
                nation.economy.level,
                nation.training.level,
                nation.research_points,
                nation.resources,
                saved,
                price,
            )

        return await self.world.change(requester, ResourcesAllocated, work)

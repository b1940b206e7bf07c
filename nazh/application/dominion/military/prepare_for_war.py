"""Fortifies and mobilizes a nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.military.building import fortify, mobilize
from nazh.domain.dominion.nations.offices import Office


@dataclass(frozen=True, slots=True)
class Fortified:
    """The remaining stock after fortifying, and the price.

    Results of earlier releases have no price.
    """

    resources: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class FortifyNation:
    """Fortifies a nation until its next battle (MIL-09)."""

    world: World

    async def __call__(self, requester: Requester) -> Fortified:
        """Fortify the nation.

        Raises NoNation, OnlyDelegates, OnVacation, AlreadyFortified and NotEnoughResources.
        """

        def work(world: WorldTransaction) -> Fortified:
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            after = fortify(nation, requester.act, world.season.rules)
            world.save_nation(after)
            return Fortified(after.resources, nation.resources - after.resources)

        return await self.world.change(requester, Fortified, work)


@dataclass(frozen=True, slots=True)
class Mobilized:
    """When the mobilization of a nation ends, the remaining stock, and the price.

    Results of earlier releases have no price.
    """

    until: datetime
    resources: int
    cost: int = 0


@dataclass(frozen=True, slots=True)
class MobilizeNation:
    """Mobilizes a nation, which then builds faster (MIL-10)."""

    world: World

    async def __call__(self, requester: Requester) -> Mobilized:
        """Mobilize the nation.

        Raises NoNation, OnlyDelegates, OnVacation, AlreadyMobilized and NotEnoughResources.
        """

        def work(world: WorldTransaction) -> Mobilized:
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            after = mobilize(nation, requester.act, world.season.rules)
            world.save_nation(after)
            until = requester.at + world.season.rules.military.mobilization
            return Mobilized(until, after.resources, nation.resources - after.resources)

        return await self.world.change(requester, Mobilized, work)

"""Upgrades the storage of a nation."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import OtherPrice
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.treasury import storage_price, upgrade_storage


@dataclass(frozen=True, slots=True)
class StorageUpgraded:
    """The new capacity and number of upgrades, and the remaining stock."""

    capacity: int
    upgrades: int
    resources: int


@dataclass(frozen=True, slots=True)
class UpgradeStorage:
    """Upgrades the storage by one step (RES-05)."""

    world: World

    async def __call__(self, requester: Requester, price: int | None = None) -> StorageUpgraded:
        """Upgrade the storage, only for a ``price`` that was confirmed if one was shown.

        Raises NoNation, OnlyDelegates, OnVacation, OtherPrice, HighestLevel and
        NotEnoughResources.
        """

        def work(world: WorldTransaction) -> StorageUpgraded:
            rules = world.season.rules.resources
            nation = nation_as_delegate(world, requester, Office.TREASURER)
            now = storage_price(nation.storage_upgrades, rules)
            if price not in (None, now):
                raise OtherPrice(now)
            nation = upgrade_storage(nation, requester.act, rules)
            world.save_nation(nation)
            return StorageUpgraded(
                nation.capacity(rules), nation.storage_upgrades, nation.resources
            )

        return await self.world.change(requester, StorageUpgraded, work)

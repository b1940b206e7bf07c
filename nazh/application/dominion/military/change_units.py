"""Upgrades and disbands units."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.military.unit_types import can_order
from nazh.application.dominion.ports import FeatureSwitches, Requester, World, WorldTransaction
from nazh.domain.dominion.errors.military import OtherUnits, UnitsNotAvailable
from nazh.domain.dominion.military.building import disband, upgrade_units
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import UnitType
from nazh.domain.dominion.wars.responding import check_units_are_free


@dataclass(frozen=True, slots=True)
class UnitsChanged:
    """The units of one type after a change, the nation's strength, its stock, and any refund."""

    quantity: int
    level: int
    strength: int
    resources: int
    refund: int = 0
    cost: int = 0


@dataclass(frozen=True, slots=True)
class UpgradeUnits:
    """Upgrades a type of unit by one level (MIL-07)."""

    world: World
    features: FeatureSwitches

    async def __call__(self, requester: Requester, unit: UnitType) -> UnitsChanged:
        """Upgrade the units.

        Raises NoNation, OnlyDelegates, OnVacation, UnitsNotAvailable, HighestLevel,
        NotEnoughResearch and NotEnoughResources.
        """
        is_available = await can_order(unit, requester, self.features)

        def work(world: WorldTransaction) -> UnitsChanged:
            rules = world.season.rules
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            if not is_available:
                raise UnitsNotAvailable(unit.value)
            after = upgrade_units(nation, unit, requester.act, rules)
            world.save_nation(after)
            units = after.military.of(unit)
            return UnitsChanged(
                units.quantity,
                units.level,
                after.military.strength(rules.military),
                after.resources,
                cost=nation.resources - after.resources,
            )

        return await self.world.change(requester, UnitsChanged, work)


@dataclass(frozen=True, slots=True)
class DisbandUnits:
    """Disbands units for a partial refund, except shortly before a battle (MIL-05)."""

    world: World

    async def __call__(
        self, requester: Requester, unit: UnitType, quantity: int, of: int | None = None
    ) -> UnitsChanged:
        """Disband the units; a confirmation says ``of`` how many, so that it counts once.

        Raises NoNation, OnlyDelegates, OnVacation, UnitsLocked, OtherUnits, InvalidQuantity and
        TooFewUnits.
        """

        def work(world: WorldTransaction) -> UnitsChanged:
            rules = world.season.rules
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            check_units_are_free(world.wars_of(nation.id))
            before = nation.military.of(unit).quantity
            if of not in (None, before):
                raise OtherUnits(before)
            after = disband(nation, unit, quantity, requester.act, rules)
            world.save_nation(after)
            units = after.military.of(unit)
            strength = after.military.strength(rules.military)
            refund = after.resources - nation.resources
            return UnitsChanged(units.quantity, units.level, strength, after.resources, refund)

        return await self.world.change(requester, UnitsChanged, work)

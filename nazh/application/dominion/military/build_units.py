"""Orders units, and cancels orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_delegate, nation_as_leader
from nazh.application.dominion.military.unit_types import can_order
from nazh.application.dominion.ports import FeatureSwitches, Requester, World, WorldTransaction
from nazh.domain.dominion.errors.military import UnitsNotAvailable
from nazh.domain.dominion.military.building import build, cancel
from nazh.domain.dominion.nations.lifecycle import check_not_on_vacation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import UnitType, rules_of
from nazh.domain.dominion.upkeep_forecast import lasting_upkeep, planned_upkeep


@dataclass(frozen=True, slots=True)
class UnitsOrdered:
    """An order with its price, when it is finished, and the remaining stock.

    ``upkeep`` is the hourly upkeep of its units once they are finished, ``planned_upkeep`` that of
    all units then, and ``lasting_upkeep`` what the nation can pay. Results stored before these were
    introduced have none.
    """

    number: int
    quantity: int
    cost: int
    due_at: datetime
    resources: int
    upkeep: int = 0
    planned_upkeep: int = 0
    lasting_upkeep: int = 0


@dataclass(frozen=True, slots=True)
class BuildUnits:
    """Orders units, which are paid for immediately (MIL-02)."""

    world: World
    features: FeatureSwitches

    async def __call__(self, requester: Requester, unit: UnitType, quantity: int) -> UnitsOrdered:
        """Order the units.

        Raises NoNation, OnlyDelegates, OnVacation, UnitsNotAvailable, InvalidQuantity,
        TooManyOrders, TooManyUnits and NotEnoughResources.
        """
        is_available = await can_order(unit, requester, self.features)

        def work(world: WorldTransaction) -> UnitsOrdered:
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            if not is_available:
                raise UnitsNotAvailable(unit.value)
            rules = world.season.rules
            nation = build(nation, unit, quantity, requester.act, rules)
            world.save_nation(nation)
            order = nation.military.orders[-1]
            upkeep = order.quantity * rules_of(rules.military, unit).upkeep
            return UnitsOrdered(
                order.number,
                order.quantity,
                order.cost,
                order.due_at,
                nation.resources,
                upkeep,
                planned_upkeep(nation, rules.military),
                lasting_upkeep(nation, requester.at, rules.resources),
            )

        return await self.world.change(requester, UnitsOrdered, work)


@dataclass(frozen=True, slots=True)
class OrderCancelled:
    """A cancelled order, its refund, and the stock after it."""

    number: int
    refund: int
    resources: int


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """Cancels an open order for a partial refund (MIL-05)."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> OrderCancelled:
        """Cancel the order.

        Raises NoNation, OnlyTheLeader, OnVacation and NoSuchOrder.
        """

        def work(world: WorldTransaction) -> OrderCancelled:
            nation = nation_as_leader(world, requester)
            check_not_on_vacation(nation, requester.at)
            after = cancel(nation, number, requester.act, world.season.rules)
            world.save_nation(after)
            return OrderCancelled(number, after.resources - nation.resources, after.resources)

        return await self.world.change(requester, OrderCancelled, work)

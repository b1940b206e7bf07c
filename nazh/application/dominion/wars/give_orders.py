"""Sets a nation's orders for a battle, hidden from its enemy until then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.application.dominion.wars.answer_war import WarSides, war_as_delegate
from nazh.domain.dominion.combat.sides import Role, Stance
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.wars.responding import may_trigger, set_nonce, set_stance
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import War


@dataclass(frozen=True, slots=True)
class OrdersGiven:
    """The orders of a side in a war, and whether a nonce can be set yet."""

    war: int
    enemy: str
    stance: str
    nonce: str | None
    battle_at: datetime
    takes_nonce: bool


@dataclass(frozen=True, slots=True)
class ShowOrders:
    """Shows the orders of a side to its leader and commander."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> OrdersGiven:
        """Return the orders.

        Raises NoNation, OnlyDelegates, OnVacation, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> OrdersGiven:
            war, role, _, enemy = _war_as_commander(world, requester, number, WarEvent.SET_STANCE)
            return _orders(war, role, enemy)

        return await self.world.look(requester, work)


@dataclass(frozen=True, slots=True)
class SetStance:
    """Sets the stance of a side (WAR-11)."""

    world: World

    async def __call__(self, requester: Requester, number: int, stance: Stance) -> OrdersGiven:
        """Set the stance.

        Raises NoNation, OnlyDelegates, OnVacation, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> OrdersGiven:
            war, role, _, enemy = _war_as_commander(world, requester, number, WarEvent.SET_STANCE)
            ordered = set_stance(war, role, stance)
            world.save_war(ordered)
            return _orders(ordered, role, enemy)

        return await self.world.change(requester, OrdersGiven, work)


@dataclass(frozen=True, slots=True)
class SetNonce:
    """Mixes words of a nation into the random factors of a battle (COM-05)."""

    world: World

    async def __call__(self, requester: Requester, number: int, nonce: str) -> OrdersGiven:
        """Set the nonce.

        Raises NoNation, OnlyDelegates, OnVacation, InvalidNonce, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> OrdersGiven:
            war, role, _, enemy = _war_as_commander(world, requester, number, WarEvent.SET_NONCE)
            ordered = set_nonce(war, role, nonce)
            world.save_war(ordered)
            return _orders(ordered, role, enemy)

        return await self.world.change(requester, OrdersGiven, work)


def _war_as_commander(
    world: WorldTransaction, requester: Requester, number: int, event: WarEvent
) -> WarSides:
    return war_as_delegate(world, requester, number, event, Office.COMMANDER)


def _orders(war: War, role: Role, enemy: Nation) -> OrdersGiven:
    orders = war.orders(role)
    return OrdersGiven(
        war.id,
        enemy.name,
        orders.stance.value,
        orders.nonce,
        war.battle_at,
        may_trigger(WarEvent.SET_NONCE, role, war.state),
    )

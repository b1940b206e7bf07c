"""Previews the cost of ending a war before its battle (SEC-04)."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.application.dominion.wars.answer_war import WarAvoided, WarSides, war_seen_as_leader
from nazh.application.dominion.wars.surrender_war import HasSurrendered
from nazh.domain.dominion.wars.responding import decline, surrender, withdraw
from nazh.domain.dominion.wars.transitions import WarEvent


@dataclass(frozen=True, slots=True)
class PreviewDecline:
    """Returns what ``DeclineWar`` would do, without doing it."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> WarAvoided:
        """Return what ``DeclineWar`` would return. Raises what it does."""

        def work(world: WorldTransaction) -> WarAvoided:
            war, _, own, enemy = _without_offer(world, requester, number, WarEvent.DECLINE)
            wars, rules = world.wars_of(own.id), world.season.rules
            _, after = decline(war, own, wars, requester.at, rules)
            return WarAvoided(war.id, enemy.name, after.reputation - own.reputation)

        return await self.world.look(requester, work)


@dataclass(frozen=True, slots=True)
class PreviewWithdrawal:
    """Returns what ``WithdrawWar`` would do, without doing it."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> WarAvoided:
        """Return what ``WithdrawWar`` would return. Raises what it does."""

        def work(world: WorldTransaction) -> WarAvoided:
            war, _, own, enemy = _without_offer(world, requester, number, WarEvent.WITHDRAW)
            _, after = withdraw(war, own, requester.at, world.season.rules)
            return WarAvoided(war.id, enemy.name, after.reputation - own.reputation)

        return await self.world.look(requester, work)


@dataclass(frozen=True, slots=True)
class PreviewSurrender:
    """Returns what ``SurrenderWar`` would do now, without doing it."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> HasSurrendered:
        """Return what ``SurrenderWar`` would return. Raises what it does."""

        def work(world: WorldTransaction) -> HasSurrendered:
            war, role, own, enemy = _without_offer(world, requester, number, WarEvent.SURRENDER)
            wars, rules = world.wars_of(enemy.id), world.season.rules
            conclusion = surrender(war, role, own, enemy, wars, requester.act, rules)
            return HasSurrendered(
                war.id,
                enemy.name,
                conclusion.spoils.resources_lost,
                conclusion.spoils.territory_lost,
                conclusion.loser.reputation - own.reputation,
            )

        return await self.world.look(requester, work)


def _without_offer(
    world: WorldTransaction, requester: Requester, number: int, event: WarEvent
) -> WarSides:
    """Return what ``war_as_leader`` does, without actually ending an offer of peace.

    Reserved terms are returned only in the result, not in the saved nation.
    """
    return war_seen_as_leader(world, requester, number, event).without_offer(requester.act)

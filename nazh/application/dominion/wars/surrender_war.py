"""Ends a war before its battle by surrendering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.application.dominion.wars.answer_war import war_as_leader
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.events import WarSurrendered, parties
from nazh.domain.dominion.war_news import tell
from nazh.domain.dominion.wars.responding import role_for, surrender
from nazh.domain.dominion.wars.supporting import Support, support_by
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import War, opposite


@dataclass(frozen=True, slots=True)
class HasSurrendered:
    """A war that a nation has surrendered in, and what it lost."""

    war: int
    enemy: str
    resources_lost: int
    territory_lost: int
    reputation: int


@dataclass(frozen=True, slots=True)
class SurrenderWar:
    """Surrenders in a war that is accepted (WAR-09); the enemy shares with its supporters."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> HasSurrendered:
        """Surrender.

        Raises NoNation, OnlyTheLeader, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> HasSurrendered:
            war, own, enemy = war_as_leader(world, requester, number, WarEvent.SURRENDER)
            role = role_for(war, own.id, WarEvent.SURRENDER)
            wars, rules = world.wars_of(enemy.id), world.season.rules
            supports = supports_of(world, war, opposite(role), requester.at)
            done = surrender(war, role, own, enemy, wars, requester.act, rules, supports)
            fact = WarSurrendered(
                *parties(war, own, enemy),
                requester.at,
                opposite(role),
                done.spoils.resources_lost,
                done.spoils.territory_lost,
            )
            for nation in (done.loser, done.winner, *done.supporters):
                world.save_nation(tell(nation, fact))
            world.save_war(done.war)
            world.announce(fact)
            return HasSurrendered(
                war.id,
                enemy.name,
                done.spoils.resources_lost,
                done.spoils.territory_lost,
                done.loser.reputation - own.reputation,
            )

        return await self.world.change(requester, HasSurrendered, work)


def supports_of(world: WorldTransaction, war: War, role: Role, at: datetime) -> Sequence[Support]:
    """Return who supports a side, without nations that are on vacation or without the bot."""
    pledges = [one for one in world.pledges.in_war(war.id) if one.role is role]
    return [
        support_by(pledge, nation, world.pledges.bloc_of(nation.id), world.season.rules)
        for pledge, nation in [(one, world.nation(one.nation)) for one in pledges]
        if not nation.is_frozen(at)
    ]

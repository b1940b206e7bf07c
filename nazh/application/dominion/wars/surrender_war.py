"""Ends a war before its battle by surrendering."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.application.dominion.wars.answer_war import war_as_leader
from nazh.application.dominion.wars.supporters import supports_of, tell_supporters
from nazh.domain.dominion.events import WarSurrendered, parties
from nazh.domain.dominion.war_notices import news_of, tell
from nazh.domain.dominion.wars.responding import surrender
from nazh.domain.dominion.wars.transitions import WarEvent
from nazh.domain.dominion.wars.war import opposite


@dataclass(frozen=True, slots=True)
class HasSurrendered:
    """A war in which a nation has surrendered, and its losses."""

    war: int
    enemy: str
    resources_lost: int
    territory_lost: int
    reputation: int


@dataclass(frozen=True, slots=True)
class SurrenderWar:
    """Surrenders in an accepted war; the enemy shares its gains with its supporters (WAR-09)."""

    world: World

    async def __call__(self, requester: Requester, number: int) -> HasSurrendered:
        """Surrender.

        Raises NoNation, OnlyTheLeader, and what ``role_for`` does.
        """

        def work(world: WorldTransaction) -> HasSurrendered:
            war, role, own, enemy = war_as_leader(world, requester, number, WarEvent.SURRENDER)
            wars, rules = world.wars_of(enemy.id), world.season.rules
            supports = supports_of(world, war, opposite(role), requester.at)
            conclusion = surrender(war, role, own, enemy, wars, requester.act, rules, supports)
            fact = WarSurrendered(
                *parties(war, own, enemy),
                requester.at,
                opposite(role),
                conclusion.spoils.resources_lost,
                conclusion.spoils.territory_lost,
            )
            changed = (conclusion.loser, conclusion.winner, *conclusion.supporters)
            for nation in changed:
                world.save_nation(tell(nation, fact))
            tell_supporters(
                world, war, news_of(fact), already_notified=[nation.id for nation in changed]
            )
            world.save_war(conclusion.war)
            world.announce(fact)
            return HasSurrendered(
                war.id,
                enemy.name,
                conclusion.spoils.resources_lost,
                conclusion.spoils.territory_lost,
                conclusion.loser.reputation - own.reputation,
            )

        return await self.world.change(requester, HasSurrendered, work)

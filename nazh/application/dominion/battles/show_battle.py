"""Shows a citizen or the leader a battle in which the nation took part."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_of_member
from nazh.application.dominion.ports import Battles, FoughtBattle, Requester, World
from nazh.domain.dominion.errors.wars import NoSuchBattle
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.wars.war import WarId


@dataclass(frozen=True, slots=True)
class BattleView:
    """A battle, and the nation of the citizen who views it."""

    battle: FoughtBattle
    viewer: NationId


@dataclass(frozen=True, slots=True)
class ShowBattle:
    """Shows a citizen or the leader a battle in which the nation took part."""

    world: World
    battles: Battles

    async def __call__(self, requester: Requester, number: int) -> BattleView:
        """Return the battle of a war.

        Raises NoNation, OnlyCitizens and NoSuchBattle.
        """
        viewer = (await nation_of_member(self.world, requester)).id
        war = WarId(number)
        battle = (await self.battles.of_wars((war,))).get(war)
        if battle is None or viewer not in battle.names:
            raise NoSuchBattle(number)
        return BattleView(battle, viewer)

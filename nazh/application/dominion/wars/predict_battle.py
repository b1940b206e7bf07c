"""Predicts battles with another nation from what is currently known (WAR-14)."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.ports import NationDirectory, Requester, World, WorldTransaction
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.sides import Role, unsupported_side
from nazh.domain.dominion.errors.diplomacy import OwnNation
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.rules.combat import CombatRules
from nazh.domain.dominion.wars.predicting import Odds, predict_battle, strengths_rounded_to


@dataclass(frozen=True, slots=True)
class Prediction:
    """The odds of the server's nation, as aggressor and as defender.

    Supporters are ignored; ``combat`` says how much they can add.
    """

    nation: str
    enemy: str
    strength: int
    enemy_strength: int
    attacking: Odds
    defending: Odds
    combat: CombatRules


@dataclass(frozen=True, slots=True)
class PredictBattle:
    """Predicts battles for the leader and the citizens of the nation."""

    world: World
    directory: NationDirectory

    async def __call__(self, requester: Requester, name: str) -> Prediction:
        """Return the prediction. Raises NoNation, OnlyCitizens, UnknownNation and OwnNation."""
        enemy = await self.directory.named(name)

        def work(world: WorldTransaction) -> Prediction:
            nation = nation_as_member(world, requester)
            if enemy is None:
                raise UnknownNation
            if enemy.guild == requester.guild:
                raise OwnNation
            rules, strengths = world.season.rules, strengths_rounded_to(enemy.strength)
            battle, side = battle_rules(rules), unsupported_side(nation)
            return Prediction(
                nation=nation.name,
                enemy=enemy.name,
                strength=nation.military.strength(rules.military),
                enemy_strength=enemy.strength,
                attacking=predict_battle(side, Role.AGGRESSOR, strengths, battle),
                defending=predict_battle(side, Role.DEFENDER, strengths, battle),
                combat=rules.combat,
            )

        return await self.world.look(requester, work)

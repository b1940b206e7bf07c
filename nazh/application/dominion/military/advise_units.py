"""Advises leaders and commanders on the units of their nation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nazh.application.dominion.access import nation_as_delegate
from nazh.application.dominion.ports import (
    FeatureSwitches,
    PublicSide,
    Requester,
    WarDirectory,
    World,
    WorldTransaction,
)
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.sides import Role, unsupported_side
from nazh.domain.dominion.errors.general import AmountTooSmall
from nazh.domain.dominion.military.advising import Advice, advise
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.nations.units import available_units
from nazh.domain.dominion.operations.features import Feature
from nazh.domain.dominion.season import Season
from nazh.domain.dominion.wars.predicting import Odds, predict_battle, strengths_rounded_to

_WARS: Final = 25
"""How many open wars are considered; the rules allow fewer."""


@dataclass(frozen=True, slots=True)
class Threat:
    """The open war that a nation is least likely to win."""

    war: int
    enemy: str
    strength: int
    odds: Odds
    battle_at: datetime


@dataclass(frozen=True, slots=True)
class MilitaryAdvice:
    """Advice for a nation that can spend ``budget``, and its worst open war, if any."""

    nation: str
    budget: int
    advice: Advice
    threat: Threat | None


@dataclass(frozen=True, slots=True)
class AdviseUnits:
    """Advises on the units of a nation, without changing any (MIL-08)."""

    world: World
    wars: WarDirectory
    features: FeatureSwitches

    async def __call__(self, requester: Requester, budget: int | None) -> MilitaryAdvice:
        """Return advice on spending ``budget``, or the whole stock for ``None``.

        Raises NoNation, OnlyDelegates, OnVacation and AmountTooSmall.
        """

        def work(world: WorldTransaction) -> tuple[Nation, Season]:
            nation = nation_as_delegate(world, requester, Office.COMMANDER)
            if budget is not None and budget < 1:
                raise AmountTooSmall(1)
            return nation, world.season

        nation, season = await self.world.look(requester, work)
        wars = await self.wars.listed(requester.guild, _WARS, is_open=True)
        is_advanced = await self.features.is_on(Feature.ADVANCED_UNITS, requester.guild)
        threats = [
            _threat(nation, season, Role.AGGRESSOR, war.number, war.defender, war.battle_at)
            if war.aggressor.guild == requester.guild
            else _threat(nation, season, Role.DEFENDER, war.number, war.aggressor, war.battle_at)
            for war in wars
        ]
        worst = min(threats, key=lambda threat: (threat.odds.lowest, threat.war), default=None)
        spent = nation.resources if budget is None else min(budget, nation.resources)
        first = min((threat.battle_at for threat in threats), default=None)
        units = available_units(is_advanced=is_advanced)
        advice = advise(nation, spent, units, first, requester.act, season.rules)
        return MilitaryAdvice(nation.name, spent, advice, worst)


def _threat(
    nation: Nation, season: Season, role: Role, war: int, enemy: PublicSide, battle_at: datetime
) -> Threat:
    strengths, rules = strengths_rounded_to(enemy.strength), battle_rules(season.rules)
    odds = predict_battle(unsupported_side(nation), role, strengths, rules)
    return Threat(war, enemy.name, enemy.strength, odds, battle_at)

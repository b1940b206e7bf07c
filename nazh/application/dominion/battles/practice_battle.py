"""Simulates an attack of a nation's units on a dummy, without any effect."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from nazh.application.dominion.access import nation_here, save_visit
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.combat.battle import BattleResult, calculate_battle
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.draws import Nonces, draw
from nazh.domain.dominion.combat.sides import Side, base_strength, unsupported_side
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.units import Units, UnitType

_LENT: Final = {UnitType.INFANTRY: Units(10)}
"""The units lent to a nation without units."""
_DUMMY: Final = NationId(0)


@dataclass(frozen=True, slots=True)
class PracticeResult:
    """The result of a practice battle, in which the nation is the aggressor."""

    nation: str
    result: BattleResult


@dataclass(frozen=True, slots=True)
class PracticeBattle:
    """Fights a dummy of about the strength of a nation, for the tutorial (REG-15)."""

    world: World

    async def __call__(self, requester: Requester) -> PracticeResult:
        """Return the result; its random factors are derived from the request. Raises NoNation."""

        def work(world: WorldTransaction) -> PracticeResult:
            nation, _ = save_visit(world, nation_here(world, requester), requester)
            rules = battle_rules(world.season.rules)
            own = unsupported_side(nation)
            if base_strength(own, rules) == 0:
                own = Side(nation=nation.id, units=_LENT)
            infantry = max(1, base_strength(own, rules) // rules.strengths[UnitType.INFANTRY])
            dummy = Side(nation=_DUMMY, units={UnitType.INFANTRY: Units(infantry)})
            secret = sha256(f"practice {requester.request}".encode()).digest()
            chance = draw(secret, 1, 1, Nonces(), rules.combat.variance)
            return PracticeResult(nation.name, calculate_battle(own, dummy, chance, rules))

        return await self.world.look(requester, work)

"""Simulates battles between two nations in their current state, without effects (COM-12)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Final

from nazh.application.dominion.nations.named_nation import named_nation
from nazh.application.dominion.operations.developers import Developers
from nazh.application.dominion.ports import (
    NationDirectory,
    Requester,
    World,
    WorldTransaction,
)
from nazh.domain.dominion.combat.battle import BattleResult
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.sides import Role, unsupported_side
from nazh.domain.dominion.combat.simulating import (
    aggressor_chance,
    clearest_victory,
    drawn_battles,
)
from nazh.domain.dominion.combat.spoils import Spoils, calculate_spoils
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.names.names import name_key
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.rules.rulesets import Ruleset
from nazh.domain.dominion.wars.concluding import stakes_of
from nazh.domain.dominion.wars.war import War, opposite

MAX_BATTLES: Final = 10_000
_BATTLES_PER_YIELD: Final = 100
"""Battles drawn before yielding to other tasks, which takes about 5 ms."""


@dataclass(frozen=True, slots=True)
class DrawnLosses:
    """The winner's losses of units in the drawn battles that it won, at least one."""

    average: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedVictory:
    """The consequences of a victory of one side.

    ``chance`` is exact. So are ``loser_units``, the loser's losses of units, and ``spoils``, of
    which the winner gets what it can store: they do not depend on chance. ``winner_units``
    is ``None`` if the side won none of the drawn battles.
    """

    chance: Fraction
    loser_units: int
    spoils: Spoils
    winner_units: DrawnLosses | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """The possible results of a battle between two nations, by winner.

    ``strengths`` are without modifiers. Both sides take the balanced stance, without supporters.
    """

    names: Mapping[Role, str]
    strengths: Mapping[Role, int]
    is_fortified: bool
    battles: int
    victories: Mapping[Role, SimulatedVictory]


@dataclass(frozen=True, slots=True)
class _Matchup:
    """Two nations that would fight, settled up to now, with their wars."""

    nations: Mapping[Role, Nation]
    wars: Sequence[War]
    rules: Ruleset


@dataclass(frozen=True, slots=True)
class SimulateBattle:
    """Shows developers how a battle between two nations would end now."""

    developers: Developers
    world: World
    directory: NationDirectory

    async def __call__(
        self, requester: Requester, aggressor: str, defender: str, battles: int
    ) -> Simulation:
        """Draw 1 to MAX_BATTLES battles. Raises OnlyDevelopers and UnknownNation."""
        self.developers.check(requester)
        attacking = await named_nation(self.directory, aggressor)

        def work(world: WorldTransaction) -> _Matchup | None:
            own, other = world.lock_with(attacking.guild, name_key(defender))
            if own is None or other is None:
                return None
            nations = {Role.AGGRESSOR: world.nation(own), Role.DEFENDER: world.nation(other)}
            return _Matchup(nations, world.wars_of(own, other), world.season.rules)

        matchup = await self.world.look(requester, work)
        if matchup is None:
            raise UnknownNation
        return await _simulation(matchup, requester, battles)


async def _simulation(matchup: _Matchup, requester: Requester, battles: int) -> Simulation:
    nations, rules = matchup.nations, battle_rules(matchup.rules)
    aggressor = unsupported_side(nations[Role.AGGRESSOR])
    defender = unsupported_side(nations[Role.DEFENDER])
    lost: dict[Role, list[int]] = {role: [] for role in Role}
    for first in range(1, battles + 1, _BATTLES_PER_YIELD):
        rounds = range(first, min(first + _BATTLES_PER_YIELD, battles + 1))
        for result in drawn_battles(aggressor, defender, rounds, rules):
            lost[result.winner].append(_units_lost(result, result.winner))
        await asyncio.sleep(0)
    chance = aggressor_chance(aggressor, defender, rules)
    chances = {Role.AGGRESSOR: chance, Role.DEFENDER: 1 - chance}
    return Simulation(
        names={role: nation.name for role, nation in nations.items()},
        strengths={role: rules.strength(nation.military.units) for role, nation in nations.items()},
        is_fortified=defender.is_fortified,
        battles=battles,
        victories={
            role: SimulatedVictory(
                chance=chances[role],
                loser_units=_units_lost(
                    clearest_victory(role, aggressor, defender, rules), opposite(role)
                ),
                spoils=_spoils(matchup, role, requester.at),
                winner_units=_drawn_losses(lost[role]),
            )
            for role in Role
            if chances[role]
        },
    )


def _spoils(matchup: _Matchup, role: Role, at: datetime) -> Spoils:
    winner, loser = matchup.nations[role], matchup.nations[opposite(role)]
    stakes = stakes_of(loser, winner, matchup.wars, at, matchup.rules)
    return calculate_spoils(stakes, matchup.rules.combat)


def _units_lost(result: BattleResult, role: Role) -> int:
    side = result.aggressor if role is Role.AGGRESSOR else result.defender
    return sum(side.losses.values())


def _drawn_losses(lost: Sequence[int]) -> DrawnLosses | None:
    if not lost:
        return None
    return DrawnLosses(sum(lost) // len(lost), min(lost), max(lost))

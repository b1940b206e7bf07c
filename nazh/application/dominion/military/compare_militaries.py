"""Compares the militaries of two nations."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.ports import (
    AlliedStrengths,
    NationDirectory,
    Requester,
    World,
    WorldTransaction,
)
from nazh.domain.dominion.combat.battle_rules import battle_rules
from nazh.domain.dominion.combat.sides import Role, unsupported_side
from nazh.domain.dominion.errors.diplomacy import OwnNation
from nazh.domain.dominion.errors.general import UnknownNation
from nazh.domain.dominion.wars.predicting import (
    Odds,
    StrengthRange,
    predict_battle,
    strengths_rounded_to,
)


@dataclass(frozen=True, slots=True)
class MilitaryComparison:
    """The strengths of two nations, with the odds of attacking and of defending.

    ``is_exact`` says whether the strength of the other nation is known exactly.
    """

    nation: str
    other: str
    strength: int
    other_strength: int
    is_exact: bool
    attacking: Odds
    defending: Odds


@dataclass(frozen=True, slots=True)
class CompareMilitaries:
    """Compares the server's nation with another one, using what it may know (MIL-11, C-16)."""

    world: World
    directory: NationDirectory
    allies: AlliedStrengths

    async def __call__(self, requester: Requester, name: str) -> MilitaryComparison:
        """Return the comparison.

        Raises NoNation, OnlyCitizens, UnknownNation and OwnNation.
        """
        other = await self.directory.named(name)
        exact = None if other is None else await self.allies.of_ally(requester.guild, other.guild)

        def work(world: WorldTransaction) -> MilitaryComparison:
            nation = nation_as_member(world, requester)
            if other is None:
                raise UnknownNation
            if other.guild == requester.guild:
                raise OwnNation
            rules = world.season.rules
            battle, side = battle_rules(rules), unsupported_side(nation)
            other_strength = other.strength if exact is None else exact
            strengths = (
                strengths_rounded_to(other_strength)
                if exact is None
                else StrengthRange(other_strength, other_strength)
            )
            return MilitaryComparison(
                nation=nation.name,
                other=other.name,
                strength=nation.military.strength(rules.military),
                other_strength=other_strength,
                is_exact=exact is not None,
                attacking=predict_battle(side, Role.AGGRESSOR, strengths, battle),
                defending=predict_battle(side, Role.DEFENDER, strengths, battle),
            )

        return await self.world.look(requester, work)

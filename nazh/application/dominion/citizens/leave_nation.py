"""Ends a citizenship."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_citizen
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.citizens import leave


@dataclass(frozen=True, slots=True)
class CitizenLeft:
    """The nation that a user has left, and when they may join another."""

    nation: str
    points: int
    others_from: datetime


@dataclass(frozen=True, slots=True)
class LeaveNation:
    """Ends the citizenship of a user, who loses their points (REG-06)."""

    world: World

    async def __call__(self, requester: Requester) -> CitizenLeft:
        """End the citizenship.

        Raises NoNation and OnlyCitizens.
        """

        def work(world: WorldTransaction) -> CitizenLeft:
            nation, citizen = nation_as_citizen(world, requester)
            world.save_nation(leave(nation, citizen, requester.at))
            world.remove_citizen(citizen)
            others_from = requester.at + world.season.rules.citizens.move_cooldown
            return CitizenLeft(nation.name, citizen.points, others_from)

        return await self.world.change(requester, CitizenLeft, work)

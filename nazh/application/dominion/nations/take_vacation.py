"""Sends a nation on vacation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_leader
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.lifecycle import take_vacation


@dataclass(frozen=True, slots=True)
class VacationTaken:
    """A nation's vacation."""

    nation: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class TakeVacation:
    """Freezes a nation for some days, once a season (REG-12)."""

    world: World

    async def __call__(self, requester: Requester, days: int) -> VacationTaken:
        """Plan the vacation.

        Raises NoNation, OnlyTheLeader, InvalidVacation and VacationUsed.
        """

        def work(world: WorldTransaction) -> VacationTaken:
            nation = nation_as_leader(world, requester)
            nation = take_vacation(nation, days, requester.at, world.season.rules.nations)
            world.save_nation(nation)
            assert nation.vacation is not None  # it was just taken
            return VacationTaken(nation.name, nation.vacation.since, nation.vacation.until)

        return await self.world.change(requester, VacationTaken, work)

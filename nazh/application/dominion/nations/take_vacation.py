"""Sends a nation on vacation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import nation_as_leader
from nazh.application.dominion.nations.look_at_nation import NationView
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.nations.lifecycle import take_vacation
from nazh.domain.dominion.wars.pausing import check_free_of_wars


@dataclass(frozen=True, slots=True)
class VacationTaken:
    """A nation's vacation."""

    nation: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class TakeVacation:
    """Pauses a nation for some days, once per season (REG-12)."""

    world: World

    async def __call__(self, requester: Requester, days: int) -> VacationTaken:
        """Schedule the vacation.

        Raises NoNation, OnlyTheLeader, InvalidVacation, VacationUsed and VacationDuringWar.
        """

        def work(world: WorldTransaction) -> VacationTaken:
            nation = nation_as_leader(world, requester)
            rules = world.season.rules
            nation = take_vacation(nation, days, requester.at, rules.nations)
            check_free_of_wars(world.wars_of(nation.id), requester.at, rules)
            world.save_nation(nation)
            assert nation.vacation is not None  # it was just taken
            return VacationTaken(nation.name, nation.vacation.since, nation.vacation.until)

        return await self.world.change(requester, VacationTaken, work)


@dataclass(frozen=True, slots=True)
class PreviewVacation:
    """Checks that a nation may take a vacation, without scheduling it."""

    world: World

    async def __call__(self, requester: Requester, days: int) -> NationView:
        """Return the unchanged nation. Raises what ``TakeVacation`` does."""

        def work(world: WorldTransaction) -> NationView:
            nation, rules = nation_as_leader(world, requester), world.season.rules
            take_vacation(nation, days, requester.at, rules.nations)
            check_free_of_wars(world.wars_of(nation.id), requester.at, rules)
            return NationView(nation, None, world.season)

        return await self.world.look(requester, work)

"""Makes a user a citizen."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import citizen_of, nation_elsewhere, nation_here
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.citizens import check_may_join, join
from nazh.domain.dominion.errors.general import AlreadyACitizen, CitizenElsewhere
from nazh.domain.dominion.nations.nation import notify
from nazh.domain.dominion.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class CitizenJoined:
    """The nation that a user has joined, and how many active citizens it now has."""

    nation: str
    population: int


@dataclass(frozen=True, slots=True)
class RegisterCitizen:
    """Makes a user a citizen of the server's nation (REG-06)."""

    world: World

    async def __call__(self, requester: Requester) -> CitizenJoined:
        """Make the user a citizen.

        Raises NoNation, AlreadyACitizen, CitizenElsewhere, AccountTooYoung and TooSoon.
        """

        def work(world: WorldTransaction) -> CitizenJoined:
            nation = nation_here(world, requester)
            if citizen_of(world, nation, requester.user) is not None:
                raise AlreadyACitizen(nation.name)
            other = nation_elsewhere(world, nation, requester.user)
            if other is not None:
                raise CitizenElsewhere(nation.name, other)
            rules = world.season.rules.citizens
            last = world.departure(requester.user)
            check_may_join(requester.created_at, last, nation.id, requester.at, rules)
            nation, citizen = join(nation, requester.user, last, requester.at, rules)
            facts = {"count": nation.population}
            nation = notify(nation, NoticeKind.CITIZEN_JOINED, requester.act, facts)
            world.save_nation(nation)
            world.add_citizen(citizen)
            return CitizenJoined(nation.name, nation.population)

        return await self.world.change(requester, CitizenJoined, work)

"""Shows a citizen, and the citizens who contributed most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.access import (
    citizen_of,
    nation_here,
    nation_of_member,
    no_citizen,
    save_visit,
)
from nazh.application.dominion.ports import (
    CompletedTutorials,
    ContributorPage,
    Contributors,
    Requester,
    World,
    WorldTransaction,
)
from nazh.domain.dominion.citizens import Citizen, next_contribution
from nazh.domain.dominion.errors.government import NotACitizen
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.dominion.season import Season
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class CitizenView:
    """A citizen of a nation, with their place among contributors, if they have contributed.

    ``has_badge`` says whether they have completed the tutorial.
    """

    nation: Nation
    citizen: Citizen
    season: Season
    place: int | None
    contributors: int
    has_badge: bool = False

    @property
    def office(self) -> Office | None:
        """The first office that the citizen holds, if they hold one."""
        holders = self.nation.government.holders
        return next((office for office, user in holders.items() if user == self.citizen.user), None)

    def may_contribute(self, at: datetime) -> bool:
        """Return whether a contribution of the citizen would be accepted."""
        if self.nation.is_on_vacation(at):
            return False
        due = next_contribution(self.citizen, self.season.rules.resources)
        return due is None or due <= at


@dataclass(frozen=True, slots=True)
class ShowCitizen:
    """Shows a citizen of the server's nation to everyone in the server."""

    world: World
    contributors: Contributors
    tutorials: CompletedTutorials

    async def __call__(self, requester: Requester, user: UserId) -> CitizenView:
        """Return the citizen. Raises NoNation, OnlyCitizens and NotACitizen."""

        def work(world: WorldTransaction) -> tuple[Nation, Citizen, Season]:
            nation, _ = save_visit(world, nation_here(world, requester), requester)
            citizen = citizen_of(world, nation, user)
            if citizen is None:
                if user == requester.user:
                    raise no_citizen(world, nation, user)
                raise NotACitizen(nation.name)
            return nation, citizen, world.season

        nation, citizen, season = await self.world.look(requester, work)
        place = await self.contributors.place_of(nation.id, user)
        count = await self.contributors.count(nation.id)
        has_badge = await self.tutorials.completed_at(user) is not None
        return CitizenView(nation, citizen, season, place, count, has_badge)


@dataclass(frozen=True, slots=True)
class ContributorsView:
    """A page of the citizens who contributed most to a nation."""

    nation: Nation
    page: ContributorPage


@dataclass(frozen=True, slots=True)
class ShowContributors:
    """Shows the citizens, ordered by points, to a citizen."""

    world: World
    contributors: Contributors

    async def __call__(self, requester: Requester, page: int) -> ContributorsView:
        """Return a page, counted from 1. Raises NoNation and OnlyCitizens."""
        nation = await nation_of_member(self.world, requester)
        return ContributorsView(nation, await self.contributors.page(nation.id, page))

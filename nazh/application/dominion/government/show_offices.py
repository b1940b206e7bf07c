"""Shows the leader and the delegates of a nation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.application.dominion.access import check_member, nation_here, save_visit
from nazh.application.dominion.ports import Leaderships, Requester, World, WorldTransaction
from nazh.domain.dominion.government.appointments import has_emergency_powers
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.nations.offices import Leadership

_LEADERS: Final = 5


@dataclass(frozen=True, slots=True)
class GovernmentView:
    """A nation with its latest leaders, newest first."""

    nation: Nation
    leaders: tuple[Leadership, ...]
    has_emergency: bool


@dataclass(frozen=True, slots=True)
class ShowOffices:
    """Shows the leader, the delegates and former leaders to citizens."""

    world: World
    leaderships: Leaderships

    async def __call__(self, requester: Requester) -> GovernmentView:
        """Return the government of the nation. Raises NoNation and OnlyCitizens."""

        def work(world: WorldTransaction) -> tuple[Nation, bool]:
            nation = nation_here(world, requester)
            check_member(world, nation, requester.user)
            rules = world.season.rules.politics
            has_emergency = has_emergency_powers(nation, requester.at, rules)
            return save_visit(world, nation, requester)[0], has_emergency

        nation, has_emergency = await self.world.look(requester, work)
        leaders = await self.leaderships.of_nation(nation.id, _LEADERS)
        return GovernmentView(nation, leaders, has_emergency)

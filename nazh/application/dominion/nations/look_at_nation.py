"""Shows a nation as it is now, which keeps a citizen who looks at it active."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_here
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.citizens import Citizen, note_activity
from nazh.domain.dominion.founding import Season
from nazh.domain.dominion.government import note_command
from nazh.domain.dominion.nations import Nation


@dataclass(frozen=True, slots=True)
class NationView:
    """A nation, and the citizenship of the user if they have one here."""

    nation: Nation
    citizen: Citizen | None
    season: Season


@dataclass(frozen=True, slots=True)
class LookAtNation:
    """Shows the nation of the server, and notes the visit of a citizen (REG-08)."""

    world: World

    async def __call__(self, requester: Requester) -> NationView:
        """Return the nation, settled. Raises NoNation."""

        def work(world: WorldTransaction) -> NationView:
            nation = nation_here(world, requester)
            rules = world.season.rules
            noted = note_command(nation, requester.user, requester.at, rules.politics)
            citizen = world.citizen(requester.user)
            if citizen is None or citizen.nation != nation.id:
                if noted != nation:
                    world.save_nation(noted)
                return NationView(noted, None, world.season)
            nation, citizen = note_activity(noted, citizen, requester.at, rules.citizens)
            world.save_nation(nation)
            world.save_citizen(citizen)
            return NationView(nation, citizen, world.season)

        return await self.world.look(requester, work)

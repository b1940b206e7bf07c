"""Shows the current state of a server's nation, and keeps a citizen who views it active."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import (
    check_member,
    nation_elsewhere,
    nation_here,
    save_visit,
)
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.citizens import Citizen
from nazh.domain.dominion.nations.nation import Nation
from nazh.domain.dominion.season import Season
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class NationView:
    """A nation, and the user's citizenship of it, if any, or the name of their other nation."""

    nation: Nation
    citizen: Citizen | None
    season: Season
    elsewhere: str | None = None

    def is_open_to(self, user: UserId) -> bool:
        """Return whether a user may see what is hidden from other nations (C-16)."""
        return self.citizen is not None or self.nation.leader == user


@dataclass(frozen=True, slots=True)
class LookAtNation:
    """Shows the server's nation, and records the visit of a citizen (REG-08)."""

    world: World

    async def __call__(self, requester: Requester) -> NationView:
        """Return the nation, settled. Raises NoNation."""
        return await self.world.look(requester, lambda world: view_for(world, requester))


def view_for(world: WorldTransaction, requester: Requester) -> NationView:
    """Return the server's nation, and record the user's visit. Raises NoNation."""
    return _view(world, nation_here(world, requester), requester)


@dataclass(frozen=True, slots=True)
class LookAsMember:
    """Shows the server's nation to its leader and its citizens.

    Others may not see its stock, its units and its orders (C-16).
    """

    world: World

    async def __call__(self, requester: Requester) -> NationView:
        """Return the nation, settled. Raises NoNation and OnlyCitizens."""

        def work(world: WorldTransaction) -> NationView:
            nation = nation_here(world, requester)
            check_member(world, nation, requester.user)
            return _view(world, nation, requester)

        return await self.world.look(requester, work)


def _view(world: WorldTransaction, nation: Nation, requester: Requester) -> NationView:
    nation, citizen = save_visit(world, nation, requester)
    elsewhere = nation_elsewhere(world, nation, requester.user)
    return NationView(nation, citizen, world.season, elsewhere)

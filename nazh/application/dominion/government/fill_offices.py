"""Appoints citizens to the offices of a nation, and dismisses them."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import check_citizen, nation_as_leader
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.government.appointments import give_office, revoke_office
from nazh.domain.dominion.nations.offices import Office
from nazh.domain.kernel.identity import UserId


@dataclass(frozen=True, slots=True)
class OfficeFilled:
    """The new and the previous holder of an office, as user ids."""

    nation: str
    before: int | None
    holder: int


@dataclass(frozen=True, slots=True)
class FillOffice:
    """Makes a citizen a delegate (ELE-09)."""

    world: World

    async def __call__(self, requester: Requester, office: Office, user: UserId) -> OfficeFilled:
        """Give the office to the user.

        Raises NoNation, OnlyTheLeader and NotACitizen.
        """

        def work(world: WorldTransaction) -> OfficeFilled:
            nation = nation_as_leader(world, requester)
            check_citizen(world, nation, user)
            before = nation.government.holders.get(office)
            world.save_nation(give_office(nation, office, user))
            return OfficeFilled(nation.name, before, user)

        return await self.world.change(requester, OfficeFilled, work)


@dataclass(frozen=True, slots=True)
class OfficeVacated:
    """The former holder of an office that is now vacant."""

    nation: str
    before: int


@dataclass(frozen=True, slots=True)
class VacateOffice:
    """Dismisses a delegate (ELE-09)."""

    world: World

    async def __call__(self, requester: Requester, office: Office) -> OfficeVacated:
        """Vacate the office.

        Raises NoNation, OnlyTheLeader and VacantOffice.
        """

        def work(world: WorldTransaction) -> OfficeVacated:
            nation, holder = revoke_office(nation_as_leader(world, requester), office)
            world.save_nation(nation)
            return OfficeVacated(nation.name, holder)

        return await self.world.change(requester, OfficeVacated, work)

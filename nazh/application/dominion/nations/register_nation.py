"""Founds a nation in a server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nazh.application.dominion.administrators import BY_PERMISSION, Administrators
from nazh.application.dominion.audit_entries import nation_entry
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import AlreadyANation, NameTaken
from nazh.domain.dominion.names.forbidden_names import check_name
from nazh.domain.dominion.names.names import parse_name
from nazh.domain.dominion.nations.founding import Charter, found


@dataclass(frozen=True, slots=True)
class NationFounded:
    """A new nation, its initial stock and territory, and the end of its protection."""

    name: str
    resources: int
    territory: int
    protected_until: datetime


@dataclass(frozen=True, slots=True)
class RegisterNation:
    """Founds the nation of a server, led by the founder (REG-01, REG-02).

    ``forbidden`` are keys of words that no name may contain.
    """

    world: World
    administrators: Administrators = BY_PERMISSION
    forbidden: frozenset[str] = frozenset()

    async def __call__(self, requester: Requester, name: str) -> NationFounded:
        """Found the nation.

        Raises OnlyAdministrators, AlreadyANation, InvalidNationName, OfficialName, ForbiddenName
        and NameTaken.
        """
        await self.administrators.check(requester)

        def work(world: WorldTransaction) -> NationFounded:
            existing = world.nation_of(requester.guild)
            if existing is not None:
                raise AlreadyANation(existing.name)
            parsed = parse_name(name)
            check_name(parsed, self.forbidden)
            taken_name = world.name_with_key(parsed.key)
            if taken_name is not None:
                raise NameTaken(taken_name)
            charter = Charter(world.unused_id(), requester.guild, parsed, requester.user)
            nation = found(charter, requester.act, world.season)
            world.add_nation(nation)
            world.record(nation_entry(requester, "registered", nation))
            return NationFounded(
                nation.name, nation.resources, nation.territory, nation.protected_until
            )

        return await self.world.change(requester, NationFounded, work)

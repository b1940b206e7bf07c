"""Renames a nation."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_leader
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.errors.general import NameTaken
from nazh.domain.dominion.names.forbidden_names import check_name
from nazh.domain.dominion.names.names import name_key, parse_name
from nazh.domain.dominion.nations.founding import rename
from nazh.domain.dominion.nations.lifecycle import check_not_on_vacation


@dataclass(frozen=True, slots=True)
class NationRenamed:
    """The names before and after, and the remaining stock."""

    before: str
    name: str
    resources: int


@dataclass(frozen=True, slots=True)
class RenameNation:
    """Renames a nation for a price (REG-09).

    ``forbidden`` are keys of words that no name may contain.
    """

    world: World
    forbidden: frozenset[str] = frozenset()

    async def __call__(self, requester: Requester, name: str) -> NationRenamed:
        """Rename the nation.

        Raises NoNation, OnlyTheLeader, OnVacation, InvalidNationName, OfficialName, ForbiddenName,
        NameTaken, TooSoon and NotEnoughResources.
        """

        def work(world: WorldTransaction) -> NationRenamed:
            nation = nation_as_leader(world, requester)
            check_not_on_vacation(nation, requester.at)
            parsed = parse_name(name)
            check_name(parsed, self.forbidden)
            taken_name = world.name_with_key(parsed.key)
            is_own = parsed.key == name_key(nation.name) and parsed.text != nation.name
            if taken_name is not None and not is_own:
                raise NameTaken(taken_name)
            renamed = rename(nation, parsed, requester.act, world.season.rules)
            world.save_nation(renamed)
            return NationRenamed(nation.name, renamed.name, renamed.resources)

        return await self.world.change(requester, NationRenamed, work)

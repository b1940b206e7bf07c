"""Shows the nations that alliances connect to a nation, up to the allies of its allies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nazh.application.dominion.access import nation_as_member
from nazh.application.dominion.ports import Requester, World, WorldTransaction
from nazh.domain.dominion.diplomacy.loyalty import weeks_allied
from nazh.domain.dominion.diplomacy.treaties import Alliance
from nazh.domain.dominion.nations.nation import NationId


@dataclass(frozen=True, slots=True)
class ConnectedNation:
    """A nation, and how many alliances away it is from the viewed nation."""

    name: str
    distance: int


@dataclass(frozen=True, slots=True)
class Connection:
    """An alliance of two nations, given by their indexes in the graph, and its full weeks."""

    one: int
    other: int
    weeks: int


@dataclass(frozen=True, slots=True)
class AllianceGraph:
    """Connected nations, the viewed one first, and the alliances between them."""

    nations: tuple[ConnectedNation, ...]
    connections: tuple[Connection, ...]


@dataclass(frozen=True, slots=True)
class ShowAlliances:
    """Shows the alliances around a nation to its leader and citizens (DIP-09)."""

    world: World

    async def __call__(self, requester: Requester) -> AllianceGraph:
        """Return the current alliances. Raises NoNation and OnlyCitizens."""

        def work(world: WorldTransaction) -> AllianceGraph:
            nation = nation_as_member(world, requester)
            return _graph(world, nation.id, requester)

        return await self.world.look(requester, work)


def _graph(world: WorldTransaction, nation: NationId, requester: Requester) -> AllianceGraph:
    around = _alliances(world, (nation,))
    allies = _partners(around, nation)
    around |= _alliances(world, allies)
    beyond = {
        member for alliance in around for member in (alliance.pair.first, alliance.pair.second)
    } - {
        nation,
        *allies,
    }
    members = [nation, *sorted(allies), *sorted(beyond)]
    profiles = world.treaties.profiles_of(members)
    places = {member: place for place, member in enumerate(members)}
    rules = world.season.rules.diplomacy
    return AllianceGraph(
        nations=tuple(
            ConnectedNation(
                profiles[member].name, 0 if member == nation else 1 if member in allies else 2
            )
            for member in members
        ),
        connections=tuple(
            Connection(
                places[alliance.pair.first],
                places[alliance.pair.second],
                weeks_allied(alliance, requester.at, rules),
            )
            for alliance in sorted(around, key=lambda alliance: alliance.pair)
        ),
    )


def _alliances(world: WorldTransaction, nations: Iterable[NationId]) -> set[Alliance]:
    alliances = (alliance for nation in nations for alliance in world.treaties.alliances_of(nation))
    return {alliance for alliance in alliances if alliance.is_active}


def _partners(alliances: Iterable[Alliance], nation: NationId) -> set[NationId]:
    return {alliance.pair.other(nation) for alliance in alliances}

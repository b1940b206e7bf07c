"""Tests which nations are around a nation by alliances, up to the allies of its allies."""

from __future__ import annotations

from nazh.application.dominion.diplomacy.show_alliances import (
    AllianceGraph,
    ConnectedNation,
    Connection,
    ShowAlliances,
)
from tests.contract.test_war_support import Supporting, world
from tests.contract.test_worlds import START, requester

__all__ = ("world",)


async def graph(world: Supporting) -> AllianceGraph:
    return await ShowAlliances(world.world)(requester(900, user=1, at=START))


async def test_a_nation_without_alliances_is_alone(world: Supporting) -> None:
    assert await graph(world) == AllianceGraph((ConnectedNation("Aurelia", 0),), ())


async def test_allies_and_their_allies_are_connected_and_farther_ones_left_out(
    world: Supporting,
) -> None:
    for one, other, days in ((1, 2, 15), (1, 3, 8), (2, 3, 30), (3, 4, 0), (4, 5, 30), (5, 6, 30)):
        await world.ally(one, other, days)

    alliance_graph = await graph(world)

    assert [(nation.name, nation.distance) for nation in alliance_graph.nations] == [
        ("Aurelia", 0),
        ("Borealis", 1),
        ("Corvia", 1),
        ("Dorne", 2),
    ]
    assert alliance_graph.connections == (
        Connection(0, 1, 2),
        Connection(0, 2, 1),
        Connection(1, 2, 4),
        Connection(2, 3, 0),
    )

"""Tests that simulated battles are those of the stored nations, and change nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
import pytest_asyncio

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.application.dominion.operations.simulate_battle import SimulateBattle
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.combat.spoils import Spoils
from nazh.domain.dominion.errors.general import UnknownNation
from tests.contract.test_dominion_controls import DEV, Operated
from tests.contract.test_worlds import ARMY, HOUR, START, requester

LATER = START + 2 * HOUR


@pytest_asyncio.fixture
async def world(dominion_database: Database) -> Operated:
    """Return a world of two nations with infantry, which is up to date."""
    world = Operated(dominion_database)
    for guild, name, units in ((1, "Aurelia", 9), (2, "Borealis", 8)):
        await world.register(requester(guild, user=guild, guild=guild), name)
        await world.build(requester(10 + guild, user=guild, guild=guild), ARMY, units)
    await world.advance(LATER)
    return world


async def test_a_battle_is_simulated_between_the_militaries_of_now(world: Operated) -> None:
    before = (await world.snapshot()).digest
    simulate = SimulateBattle(world.developers, world.world, world.directory)

    simulation = await simulate(replace(DEV, at=LATER), "aurelia", "borealis", 250)

    assert simulation.names == {Role.AGGRESSOR: "Aurelia", Role.DEFENDER: "Borealis"}
    assert simulation.strengths == {Role.AGGRESSOR: 90, Role.DEFENDER: 80}
    won, lost = simulation.victories[Role.AGGRESSOR], simulation.victories[Role.DEFENDER]
    assert won.chance + lost.chance == 1
    assert (won.loser_units, lost.loser_units) == (3, 3)
    assert won.spoils == Spoils(resources_lost=0, plunder=0, territory_lost=15, captured=10)
    assert won.winner_units is not None
    assert lost.winner_units is not None
    drawn = won.winner_units
    assert 0 <= drawn.least <= drawn.average <= drawn.most <= 2
    assert (await world.snapshot()).digest == before


async def test_a_victory_without_a_chance_is_left_out(world: Operated) -> None:
    await world.register(requester(3, user=3, guild=3, at=LATER), "Corvia")
    simulate = SimulateBattle(world.developers, world.world, world.directory)

    simulation = await simulate(replace(DEV, at=LATER), "Corvia", "Borealis", 1)

    assert simulation.strengths == {Role.AGGRESSOR: 0, Role.DEFENDER: 80}
    assert set(simulation.victories) == {Role.DEFENDER}


@pytest.mark.parametrize("names", [("Aurelia", "Corvia"), ("Corvia", "Aurelia")])
async def test_an_unknown_nation_is_refused(world: Operated, names: tuple[str, str]) -> None:
    simulate = SimulateBattle(world.developers, world.world, world.directory)

    with pytest.raises(UnknownNation):
        await simulate(replace(DEV, at=LATER), *names, 1)

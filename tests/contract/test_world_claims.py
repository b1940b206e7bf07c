"""Tests the contract of ``WorldClaims``: a script changes no world but its own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import insert

from nazh.adapters.inbound.cli.dominion.replay import WorldClaims
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.operations.world_claims import SqlWorldClaims
from nazh.adapters.outbound.sql.dominion.tables import REQUESTS
from tests.contract.test_worlds import RULESETS, START, Played, requester

SCRIPT, OTHER = "ab" * 32, "cd" * 32


@pytest.fixture
def claims(dominion_database: Database) -> WorldClaims:
    return SqlWorldClaims(dominion_database, RULESETS)


@pytest.fixture
def played(dominion_database: Database) -> Played:
    return Played(dominion_database)


async def test_a_script_begins_the_season_of_an_empty_database(
    claims: WorldClaims, played: Played
) -> None:
    assert await claims.claim(SCRIPT, START)

    await played.register(requester(1, at=START + timedelta(days=10)), "Aurelia")
    world = await played.snapshot()
    assert world.season.starts_at == START
    assert [nation.resources for nation in world.nations] == [2_000]


async def test_a_script_finds_its_world_again_and_no_other_does(
    claims: WorldClaims, played: Played
) -> None:
    await claims.claim(SCRIPT, START)
    await played.register(requester(1), "Aurelia")

    assert await claims.claim(SCRIPT, START)
    assert not await claims.claim(OTHER, START)


async def test_one_of_several_concurrent_scripts_gets_the_database(claims: WorldClaims) -> None:
    claimed = await asyncio.gather(*(claims.claim(script, START) for script in (SCRIPT, OTHER) * 4))

    assert sorted([any(claimed[::2]), any(claimed[1::2])]) == [False, True]
    assert sum(claimed) == 4


async def test_the_world_of_a_bot_is_left_alone(claims: WorldClaims, played: Played) -> None:
    await played.register(requester(1), "Aurelia")
    before = await played.snapshot()

    assert not await claims.claim(SCRIPT, START)
    assert await played.snapshot() == before


async def test_a_database_that_has_answered_a_command_is_not_empty(
    claims: WorldClaims, dominion_database: Database
) -> None:
    row = {"request": "5", "at": 0, "refusal": None, "answer": "{}"}
    await dominion_database.write(lambda on: on.execute(insert(REQUESTS).values(row)).rowcount)

    assert not await claims.claim(SCRIPT, START)

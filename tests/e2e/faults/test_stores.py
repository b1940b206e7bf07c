"""Tests a locked database file, and a database server that does not respond or is stopped."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest_asyncio
from sqlalchemy import URL, Connection, make_url, text

from nazh.adapters.outbound.sql.databases.database import TRANSACTION_TIMEOUT
from tests.databases import opened, postgresql, sqlite
from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import SLACK, RunningAt, StartScenario
from tests.e2e.faults.proxy import Proxy, proxy_to
from tests.e2e.faults.scenario import A_ROLL, FaultScenario

UNANSWERED = 'nazh_roll_failed_total{reason="unavailable"}'
REACHABLE = 'nazh_dependency_up{dependency="database"}'
ALARMS = {"NazhStoreUnreachable", "NazhNotReady"}
OUT_OF_REACH = "“I can't reach the database right now. Please try again in a moment.”"


@pytest_asyncio.fixture
async def far(tmp_path: Path) -> AsyncIterator[tuple[URL, Proxy]]:
    """The address of a PostgreSQL database as seen through a proxy, and the proxy."""
    async with postgresql(tmp_path) as address:
        url = make_url(address)
        async with proxy_to(url.port or 5432) as proxy:
            yield url.set(host="127.0.0.1", port=proxy.port), proxy


async def test_a_file_that_is_locked(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, tmp_path: Path
) -> None:
    async with (
        sqlite(tmp_path) as address,
        running_at(table, NAZH_DATABASE_URL=address) as bot,
    ):
        scenario = await start_scenario("another process keeps the SQLite file locked", table, bot)
        await roll_five(scenario)
        with closing(sqlite3.connect(tmp_path / "nazh.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            scenario.strike()
            await is_told_and_nothing_falls(scenario)
            other.execute("ROLLBACK")

        await goes_on(scenario, address)


async def test_a_disk_that_is_full(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, tmp_path: Path
) -> None:
    async with (
        sqlite(tmp_path) as address,
        running_at(table, NAZH_DATABASE_URL=address) as bot,
    ):
        scenario = await start_scenario("the disk of the SQLite file is full", table, bot)
        await roll_five(scenario)
        before = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (4_096, before[1]))
        scenario.strike()
        await is_told_and_nothing_falls(scenario)
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, before)

        await goes_on(scenario, address)


async def test_a_server_that_does_not_answer(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, far: tuple[URL, Proxy]
) -> None:
    url, proxy = far
    address = url.render_as_string(hide_password=False)
    async with running_at(table, NAZH_DATABASE_URL=address) as bot:
        scenario = await start_scenario(
            "PostgreSQL accepts requests and does not respond", table, bot
        )
        await roll_five(scenario)
        proxy.stall()
        scenario.strike()
        await is_told_and_nothing_falls(scenario)
        proxy.flow()

        await goes_on(scenario, address)


async def test_a_server_that_is_gone(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, far: tuple[URL, Proxy]
) -> None:
    url, proxy = far
    address = url.render_as_string(hide_password=False)
    async with running_at(table, NAZH_DATABASE_URL=address) as bot:
        scenario = await start_scenario("PostgreSQL stops, and starts again", table, bot)
        await roll_five(scenario)
        await proxy.disconnect()
        scenario.strike()
        await is_told_and_nothing_falls(scenario)
        await proxy.listen()

        await goes_on(scenario, address)


async def roll_five(scenario: FaultScenario) -> None:
    scenario.roll(5)
    assert await scenario.responses() == {A_ROLL: 5}


async def is_told_and_nothing_falls(scenario: FaultScenario) -> None:
    """Roll without the database: users get an error message in time, and no roll."""
    scenario.roll(5)
    await asyncio.gather(
        scenario.is_unready(), scenario.counts(REACHABLE, lambda value: value == 0)
    )

    assert await scenario.responses() == {A_ROLL: 5, OUT_OF_REACH: 5}
    assert scenario.observation.slowest < TRANSACTION_TIMEOUT + SLACK
    await scenario.says("the database is not available")
    assert scenario.seen is not None
    assert scenario.seen[UNANSWERED] == 5
    alerts = await scenario.alerts()
    assert alerts >= ALARMS
    assert "NazhCrashes" not in alerts  # it is not a bug of ours


async def goes_on(scenario: FaultScenario, address: str) -> None:
    """Roll again, and check that every roll that was shown is recorded."""
    await scenario.is_ready_again()
    scenario.roll(5)
    assert (await scenario.responses())[A_ROLL] == 10
    async with opened(address) as database:
        recorded = await database.read(ids)
    ids_shown = {str(roll.id) for roll in scenario.rolls if not roll.ephemeral}
    assert ids_shown <= recorded


def ids(connection: Connection) -> set[str]:
    """Return the ids of all recorded rolls."""
    return set(connection.execute(text("SELECT id FROM rolls")).scalars())

"""Tests that background work does not block rolls in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
import pytest
from sqlalchemy import Connection, make_url, text

from nazh.adapters.outbound.sql.databases.database import STATEMENT_TIMEOUT, Database
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.adapters.outbound.sql.databases.postgresql import PostgresDatabase
from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.migrations.migrating import revision
from nazh.application.dice.ports.statistics import GuildSubject, PlayerSubject, Subject
from nazh.application.shared.ports import StoreError
from nazh.domain.dice.statistics.roll_counts import CountKey
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, UserId
from tests import databases
from tests.unit.adapters.outbound.sql.migrations.test_migrating import lay_postgresql

ALICE, KEEP = UserId(2**62 + 1), GuildId(2**62)
ONE, TWO = CountKey("d6", 1), CountKey("d6", 2)
OLD_ROLL = """
INSERT INTO rolls (id, story, player, at, secret, form, ruleset, notation, sought, faces, picked)
SELECT 'new', 'new', player, at, secret, form, ruleset, notation, sought, faces, picked
FROM rolls WHERE id = '1001'
"""
"""A roll as earlier versions recorded it."""
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
INSERT = f"INSERT INTO tallies VALUES ($1, {ALICE}, '', false, 'd6', $2, 1, 0)"
COUNT = "UPDATE tallies SET count = count + 1 WHERE server = 0 AND face = $1"
BEFORE_ROLLS_CHANGED = "0005"
"""The next migration changes the table of rolls, so it waits for readers."""


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


async def seen_waiting(task: asyncio.Task[None], watcher: Any) -> None:
    """Return when a transaction waits for another; ``task`` continues."""
    async with asyncio.timeout(10):
        while not await watcher.fetchval(WAITING):
            finished, _ = await asyncio.wait((task,), timeout=0.01)
            assert not finished, "nobody was waited for"


async def test_rolls_are_recorded_while_a_migration_waits_for_a_reader(tmp_path: Path) -> None:
    async with databases.postgresql(tmp_path) as address:
        await lay_postgresql(address, BEFORE_ROLLS_CHANGED)
        database = new_database(address)
        async with connected(address) as reader, connected(address) as player:
            await reader.execute("BEGIN")
            await reader.fetch("SELECT * FROM rolls")
            opening = asyncio.create_task(database.open())
            await seen_waiting(opening, player)

            await player.execute(OLD_ROLL, timeout=STATEMENT_TIMEOUT)

            assert not opening.done()
            await reader.execute("COMMIT")
            await opening
        assert await database.read(partial(revision, chain=CORE)) == CORE.newest
        await database.close()


async def test_a_migration_that_never_gets_its_lock_fails(tmp_path: Path) -> None:
    async with databases.postgresql(tmp_path) as address:
        await lay_postgresql(address, BEFORE_ROLLS_CHANGED)
        url = make_url(address).set(drivername="postgresql+asyncpg")
        database = PostgresDatabase(url, background_timeout=0.0)
        async with connected(address) as reader:
            await reader.execute("BEGIN")
            await reader.fetch("SELECT * FROM rolls")

            with pytest.raises(StoreError, match="lock timeout") as caught:
                await database.open()

        assert caught.value.is_unreachable
        assert await database.read(partial(revision, chain=CORE)) == BEFORE_ROLLS_CHANGED
        await database.close()


def forget_player(database: Database) -> Coroutine[Any, Any, None]:
    return SqlUserRecords(database).forget_counts(ALICE)


def forget_server(database: Database) -> Coroutine[Any, Any, None]:
    return SqlGuildRecords(database).forget(KEEP)


@pytest.mark.parametrize(
    ("forget", "left"),
    [
        (forget_player, {PlayerSubject(ALICE): {}, GuildSubject(KEEP): {ONE: 1, TWO: 1}}),
        (forget_server, {PlayerSubject(ALICE): {ONE: 3, TWO: 3}, GuildSubject(KEEP): {}}),
    ],
)
async def test_rolls_during_a_deletion_are_not_refused(
    tmp_path: Path,
    forget: Callable[[Database], Coroutine[Any, Any, None]],
    left: dict[Subject, dict[CountKey, int]],
) -> None:
    async with (
        databases.postgresql(tmp_path) as address,
        databases.opened(address) as database,
        connected(address) as roll,
        connected(address) as watcher,
    ):
        # They are locked in this order, and a roll locks in the reverse.
        for server in (KEEP, 0):
            for face in (TWO.face, ONE.face):
                await roll.execute(INSERT, server, face)
        await roll.execute("BEGIN")
        await roll.execute(COUNT, ONE.face)
        forgetting = asyncio.create_task(forget(database))
        await seen_waiting(forgetting, watcher)

        await roll.execute(COUNT, TWO.face, timeout=STATEMENT_TIMEOUT)
        await roll.execute("COMMIT")
        await forgetting

        counters = SqlRollCounters(database)
        assert {about: (await counters.read(about)).counts for about in left} == left


async def test_background_work_is_repeated_for_locks_only(tmp_path: Path) -> None:
    attempts: list[int] = []

    def divide_by_zero(connection: Connection) -> None:
        attempts.append(1)
        connection.execute(text("SELECT 1 / 0"))

    async with databases.postgresql(tmp_path) as address:
        database = new_database(address)
        await database.open()
        with pytest.raises(Unavailable):
            await database.write_in_background(divide_by_zero)
        await database.close()

    assert attempts == [1]


async def test_background_work_pauses_between_attempts(tmp_path: Path) -> None:
    attempts: list[int] = []

    def write(connection: Connection) -> None:
        attempts.append(1)
        connection.execute(text("LOCK TABLE rolls"))

    async with databases.postgresql(tmp_path) as address:
        url = make_url(address).set(drivername="postgresql+asyncpg")
        database = PostgresDatabase(url, background_timeout=0.6)
        await database.open()
        async with connected(address) as reader:
            await reader.execute("BEGIN")
            await reader.fetch("SELECT * FROM rolls")

            with pytest.raises(Unavailable):
                await database.write_in_background(write)
        await database.close()

    # Each waits 0.2 s for the lock; without pauses there would be four.
    assert len(attempts) == 2

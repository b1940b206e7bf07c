"""What has leisure is in nobody's way in PostgreSQL, where several work on the same tables."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
import pytest
from sqlalchemy import make_url

from nazh.adapters.outbound.sql.database import STATEMENT_WITHIN, Database
from nazh.adapters.outbound.sql.dice.forgetting import SqlPlayerRecords, SqlServerRecords
from nazh.adapters.outbound.sql.dice.tallies import SqlTallies
from nazh.adapters.outbound.sql.migrating import REVISION, revision, revisions
from nazh.adapters.outbound.sql.opening import new_database
from nazh.adapters.outbound.sql.postgresql import PostgresDatabase
from nazh.application.dice.ports.statistics import OfPlayer, OfServer, Subject
from nazh.application.shared.ports import StoreTrouble
from nazh.domain.dice.statistics.tallies import Counted
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests import databases
from tests.unit.adapters.outbound.sql.test_upgrading import lay_postgresql

ALICE, KEEP = PlayerId(2**62 + 1), ServerId(2**62)
ONE, TWO = Counted("d6", 1), Counted("d6", 2)
OLD_ROLL = """
INSERT INTO rolls (id, story, player, at, secret, form, ruleset, notation, sought, faces, picked)
SELECT 'new', 'new', player, at, secret, form, ruleset, notation, sought, faces, picked
FROM rolls WHERE id = '1001'
"""
"""A roll as the versions before put it on record."""
WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
LAY_DOWN = f"INSERT INTO tallies VALUES ($1, {ALICE}, '', false, 'd6', $2, 1, 0)"
COUNT = "UPDATE tallies SET count = count + 1 WHERE server = 0 AND face = $1"


@asynccontextmanager
async def connected(address: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


async def seen_waiting(task: asyncio.Task[None], watcher: Any) -> None:
    """Return when somebody in the database waits for another; the ``task`` goes on."""
    async with asyncio.timeout(10):
        while not await watcher.fetchval(WAITING):
            done, _ = await asyncio.wait((task,), timeout=0.01)
            assert not done, "nobody was waited for"


async def test_rolls_go_on_while_a_migration_waits_for_who_reads(tmp_path: Path) -> None:
    async with databases.postgresql(tmp_path) as address:
        await lay_postgresql(address, revisions()[-2])
        database = new_database(address)
        async with connected(address) as reader, connected(address) as player:
            await reader.execute("BEGIN")
            await reader.fetch("SELECT * FROM rolls")
            opening = asyncio.create_task(database.open())
            await seen_waiting(opening, player)

            await player.execute(OLD_ROLL, timeout=STATEMENT_WITHIN)

            assert not opening.done()
            await reader.execute("COMMIT")
            await opening
        assert await database.read(revision) == REVISION
        await database.close()


async def test_a_migration_that_never_has_its_turn_is_given_up(tmp_path: Path) -> None:
    async with databases.postgresql(tmp_path) as address:
        await lay_postgresql(address, revisions()[-2])
        url = make_url(address).set(drivername="postgresql+asyncpg")
        database = PostgresDatabase(url, leisure=0.0)
        async with connected(address) as reader:
            await reader.execute("BEGIN")
            await reader.fetch("SELECT * FROM rolls")

            with pytest.raises(StoreTrouble, match="lock timeout") as caught:
                await database.open()

        assert caught.value.is_away
        assert await database.read(revision) == revisions()[-2]
        await database.close()


def forget_player(database: Database) -> Coroutine[Any, Any, None]:
    return SqlPlayerRecords(database).forget_counts(ALICE)


def forget_server(database: Database) -> Coroutine[Any, Any, None]:
    return SqlServerRecords(database).forget(KEEP)


@pytest.mark.parametrize(
    ("forget", "left"),
    [
        (forget_player, {OfPlayer(ALICE): {}, OfServer(KEEP): {ONE: 1, TWO: 1}}),
        (forget_server, {OfPlayer(ALICE): {ONE: 3, TWO: 3}, OfServer(KEEP): {}}),
    ],
)
async def test_who_rolls_while_something_is_forgotten_is_not_sent_away(
    tmp_path: Path,
    forget: Callable[[Database], Coroutine[Any, Any, None]],
    left: dict[Subject, dict[Counted, int]],
) -> None:
    async with (
        databases.postgresql(tmp_path) as address,
        databases.opened(address) as database,
        connected(address) as roll,
        connected(address) as watcher,
    ):
        # They are found in this order, and a roll counts in the other.
        for server in (KEEP, 0):
            for face in (TWO.face, ONE.face):
                await roll.execute(LAY_DOWN, server, face)
        await roll.execute("BEGIN")
        await roll.execute(COUNT, ONE.face)
        forgetting = asyncio.create_task(forget(database))
        await seen_waiting(forgetting, watcher)

        await roll.execute(COUNT, TWO.face, timeout=STATEMENT_WITHIN)
        await roll.execute("COMMIT")
        await forgetting

        tallies = SqlTallies(database)
        assert {about: (await tallies.read(about)).tally for about in left} == left

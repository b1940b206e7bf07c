"""Tests that a roll waits for at most a few batches of pruning."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.rolls import ROLLS, row_of
from nazh.application.dice.history.prune_rolls import BATCH_SIZE, PruneRolls
from nazh.application.dice.ports import RollQuery
from nazh.domain.dice.events import RollsPruned
from nazh.domain.kernel.identity import RequestId
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.query_plans import plans_of, recorded_queries
from tests.unit.adapters.outbound.sql.dice.test_rolls import record

NOW = FrozenClock().now()
SLICES = 6
IN_BETWEEN = 3
"""Batches that may run during one roll: before its read, before its write, and before its
completion."""


async def keep_old(database: Database, many: int) -> None:
    old = row_of(replace(record(), at=NOW - timedelta(days=2)))

    def write(connection: Connection) -> None:
        rows = [old | {"id": f"old {number}"} for number in range(many)]
        connection.execute(insert(ROLLS), rows)

    await database.write(write)


@pytest.mark.parametrize("create_database", [databases.sqlite, databases.postgresql])
async def test_rolls_are_made_while_old_ones_go(
    tmp_path: Path, create_database: databases.CreateDatabase
) -> None:
    new = replace(record(), at=NOW)
    publisher = RecordingPublisher()
    went: list[int] = []
    async with create_database(tmp_path) as address, databases.opened(address) as database:
        await keep_old(database, SLICES * BATCH_SIZE)
        archive = SqlRollArchive(database)
        pruning = asyncio.ensure_future(PruneRolls(archive, FrozenClock(), publisher, days=1)())

        while not pruning.done():
            before = len(publisher.events)
            roll = replace(new, id=RequestId(f"new {len(went)}"))
            async with SqlRollStore(database)(roll.id) as ledger:
                assert await ledger.history.find(roll.id) is None
                await ledger.history.append(roll)
                await ledger.commit()
            went.append(len(publisher.events) - before)

        left = await archive.older(RollQuery(), None, BATCH_SIZE)

    assert publisher.events == [RollsPruned(BATCH_SIZE)] * SLICES
    assert len(left) == len(went)
    assert all(entry.record.at == NOW for entry in left)
    if create_database is databases.sqlite:  # in PostgreSQL they do not wait for each other
        assert max(went) <= IN_BETWEEN
        assert len(went) >= SLICES // IN_BETWEEN


async def test_receipts_of_deleted_sessions_are_found_without_reading_all(tmp_path: Path) -> None:
    async with databases.opened(f"sqlite:///{tmp_path / 'a.sqlite3'}") as database:
        with recorded_queries() as queries:
            await SqlRollArchive(database).prune(NOW, BATCH_SIZE)
        plans = await database.read(lambda connection: plans_of(connection, queries))

    assert "SEARCH fair_receipts" in plans
    assert "SCAN fair_receipts" not in plans

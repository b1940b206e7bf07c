"""Tests how many statements a roll needs, because each is a round trip."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from nazh.adapters.outbound.rng.seeded_rng import SeededRng
from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore
from nazh.application.dice.rolling.roll_dice import RollDice, RollRequest
from nazh.application.dice.saving.cached_characters import CachedCharacters
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher


@contextmanager
def watched() -> Iterator[list[str]]:
    """Yield the first words of all statements on new connections."""
    statements: list[str] = []

    def note(statement: str) -> None:
        statements.append(" ".join(statement.split()[:3]))

    def watch(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        driver: Any = entry.driver_connection
        if isinstance(driver, sqlite3.Connection):
            driver.set_trace_callback(note)
        else:
            driver.add_query_logger(lambda query_log: note(query_log.query))

    event.listen(Engine, "connect", watch)
    try:
        yield statements
    finally:
        event.remove(Engine, "connect", watch)


@asynccontextmanager
async def rolling(
    create_database: databases.CreateDatabase, folder: Path
) -> AsyncIterator[tuple[RollDice, list[str]]]:
    """Yield what rolls on a new database, and the first words of its statements."""
    with watched() as statements:
        async with create_database(folder) as address, databases.opened(address) as database:
            clock = FrozenClock()
            names = CachedCharacters(SqlSavedRollStore(database), clock)
            ledgers, publisher = SqlRollStore(database), RecordingPublisher()
            yield RollDice(SeededRng(1), ledgers, names, clock, publisher), statements


def request(name: str) -> RollRequest:
    return RollRequest(RequestId(name), "a1d20+5, 2d6", UserId(1), guild=GuildId(2))


@pytest.mark.parametrize(
    ("create_database", "expected"),
    [
        (
            databases.sqlite,
            ["BEGIN IMMEDIATE", "INSERT INTO rolls", "INSERT INTO tallies", "COMMIT"],
        ),
        (databases.postgresql, ["WITH put AS"]),
    ],
)
async def test_a_repeated_roll_is_only_recorded_and_counted(
    tmp_path: Path, create_database: databases.CreateDatabase, expected: list[str]
) -> None:
    async with rolling(create_database, tmp_path) as (roll_dice, statements):
        await roll_dice(request("a"))
        statements.clear()

        await roll_dice(request("b"))

        assert statements == expected


@pytest.mark.parametrize(
    ("create_database", "last"),
    [(databases.sqlite, "SELECT rolls.seq, rolls.id,"), (databases.postgresql, "ROLLBACK;")],
)
async def test_a_request_that_was_recorded_before_writes_nothing(
    tmp_path: Path, create_database: databases.CreateDatabase, last: str
) -> None:
    async with rolling(create_database, tmp_path) as (roll_dice, statements):
        first = await roll_dice(request("a"))
        statements.clear()

        again = await roll_dice(request("a"))

        assert again == first
        assert "COMMIT" not in statements
        assert statements[-1] == last  # after the attempt to record it, it is only read

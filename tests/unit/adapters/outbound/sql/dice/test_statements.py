"""Tests how many statements a roll needs, because each is a round trip."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
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
            driver.add_query_logger(lambda told: note(told.query))

    event.listen(Engine, "connect", watch)
    try:
        yield statements
    finally:
        event.remove(Engine, "connect", watch)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (
            databases.sqlite,
            ["BEGIN IMMEDIATE", "INSERT INTO rolls", "INSERT INTO tallies", "COMMIT"],
        ),
        (databases.postgresql, ["WITH put AS"]),
    ],
)
async def test_a_repeated_roll_is_only_recorded_and_counted(
    tmp_path: Path, made: databases.Made, said: list[str]
) -> None:
    with watched() as statements:
        async with made(tmp_path) as address, databases.opened(address) as database:
            clock = FrozenClock()
            names = CachedCharacters(SqlSavedRollStore(database), clock)
            ledgers, told = SqlRollStore(database), RecordingPublisher()
            roll_dice = RollDice(SeededRng(1), ledgers, names, clock, told)
            first, second = (
                RollRequest(RequestId(name), "a1d20+5, 2d6", UserId(1), guild=GuildId(2))
                for name in "ab"
            )
            await roll_dice(first)
            statements.clear()

            await roll_dice(second)

            assert statements == said

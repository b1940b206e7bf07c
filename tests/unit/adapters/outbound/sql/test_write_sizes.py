"""Tests that deletions of any size change few rows per transaction, so that users can write too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Final, TypeVar

import pytest_asyncio
from sqlalchemy import Connection, text

from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore, forget_sessions
from nazh.adapters.outbound.sql.migrations.chains import CORE
from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
from nazh.adapters.outbound.sql.platform.message_records import SqlMessageRecords
from nazh.adapters.outbound.sql.platform.queued_messages import SqlMessageQueue
from nazh.application.shared.audit.prune_audit_log import PruneAuditLog
from nazh.application.shared.messages.deliver_messages import PruneMessages
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher

ALICE, KEEP = UserId(1), GuildId(2)
ROWS: Final = 1_000
MOST: Final = 501
"""A batch of 500 rows, and the row with the ends of the audit log."""
Result = TypeVar("Result")
_NUMBERS: Final = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :many) "
)
_SESSIONS: Final = (
    "INSERT INTO fair_sessions (session, server, opened, latest, secret, mix, counter, entries, "
    "last, players, size) SELECT 's' || n, n, 1, 1, '', '', 0, 1, '', 0, 0 FROM numbers"
)
_PARTICIPANTS: Final = (
    "INSERT INTO fair_players (session, number, player) SELECT 's1', n, n FROM numbers"
)
_RECEIPTS: Final = (
    "INSERT INTO fair_receipts (session, n, request, line) SELECT 's1', n - 1, 'q' || n, 'x' "
    "FROM numbers"
)
_ENTRIES: Final = (
    "INSERT INTO audit_log (seq, at, guild, actor, interaction, salt, origin, action, target, "
    "before, after, body, digest) SELECT n, n, 2, 1, 'i', 's', 'o', 'made', 'it', NULL, '{}', '', "
    "'' FROM numbers"
)
_MESSAGES: Final = (
    "INSERT INTO queued_messages (topic, kind, recipient, guild, payload, state, due_at, attempts) "
    "SELECT 't', 'user', 1, 2, '', 'due', 1, 0 FROM numbers"
)


class CountedDatabase(SqliteDatabase):
    """Records how many rows each transaction changes."""

    def __init__(self, file: Path) -> None:
        super().__init__(file, (CORE,))
        self.changes: list[int] = []

    async def fill(self, statement: str) -> None:
        filling = text(_NUMBERS + statement)
        await super().write(lambda connection: connection.execute(filling, {"many": ROWS}))

    async def write(self, work: Callable[[Connection], Result], timeout: float = 2.0) -> Result:
        def counted(connection: Connection) -> Result:
            before = _changes(connection)
            try:
                return work(connection)
            finally:
                self.changes.append(_changes(connection) - before)

        return await super().write(counted, timeout)


def _changes(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT total_changes()").scalar_one())


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[CountedDatabase]:
    counted = CountedDatabase(tmp_path / "nazh.sqlite3")
    await counted.open()
    counted.changes.clear()
    yield counted
    await counted.close()


async def test_fair_sessions(database: CountedDatabase) -> None:
    await database.fill(_SESSIONS)
    await database.fill(_PARTICIPANTS)
    await database.fill(_RECEIPTS)

    await forget_sessions(database)

    assert await SqlFairSessionStore(database).open_guilds() == frozenset()
    assert sum(database.changes) == 3 * ROWS
    assert max(database.changes) <= MOST


async def test_audit_entries_of_a_user_and_of_a_guild(database: CountedDatabase) -> None:
    await database.fill(_ENTRIES)
    records = SqlAuditRecords(database)

    await records.forget_user(ALICE)
    await records.forget_guild(KEEP)

    assert sum(database.changes) == 2 * ROWS
    assert max(database.changes) <= MOST


async def test_old_audit_entries(database: CountedDatabase) -> None:
    await database.fill(_ENTRIES)

    await PruneAuditLog(SqlAuditRecords(database), FrozenClock())()

    assert sum(database.changes) > ROWS
    assert max(database.changes) <= MOST


async def test_messages_to_a_user_and_about_a_guild(database: CountedDatabase) -> None:
    records = SqlMessageRecords(database)

    await database.fill(_MESSAGES)
    await records.forget_user(ALICE)
    await database.fill(_MESSAGES)
    await records.forget_guild(KEEP)

    assert sum(database.changes) == 2 * ROWS
    assert max(database.changes) <= MOST


async def test_expired_and_ended_messages(database: CountedDatabase) -> None:
    await database.fill(_MESSAGES)
    clock = FrozenClock()
    prune = PruneMessages(SqlMessageQueue(database), clock, RecordingPublisher())

    await prune()
    clock.advance(timedelta(days=8).total_seconds())
    await prune()

    assert sum(database.changes) == 2 * ROWS
    assert max(database.changes) <= MOST

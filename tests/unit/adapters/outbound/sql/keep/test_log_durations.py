"""Tests that storing and deleting events holds SQLite's writer for at most 50 ms at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio
from sqlalchemy import Connection, text

from nazh.adapters.outbound.game_logs.file_log import PIECE
from nazh.adapters.outbound.sql.keep.log_store import SqlLogStore
from nazh.adapters.outbound.sql.keep.personal_data import SqlKeepRecords
from nazh.adapters.outbound.sql.keep.replies import SqlReplyStore
from nazh.application.keep.consoles.ports import SealedReply
from nazh.application.keep.logs.ports import LogBatch
from nazh.domain.keep.logs.positions import LogPosition
from nazh.domain.keep.logs.reading import ReadingState, read_piece
from nazh.domain.keep.profiles.ark_asa_log import ARK_ASA_LOG
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId, UserId
from nazh.wiring.contexts import migrations_of
from tests.doubles.clock import FrozenClock
from tests.unit.adapters.outbound.sql.test_write_durations import LONGEST, MeasuredDatabase

pytestmark = pytest.mark.slow
EVENTS: Final = 50_000
PLAYERS: Final = 5_000
REPLIES: Final = 200
LONGEST_REPLY: Final = 800_000
"""Characters, about those of 50 pages of four bytes each when they are sealed."""
ISLAND: Final = GameServer(GameServerId(1), GuildId(2), "Island", "ark_asa", "a.example", 27_020)
_NUMBERS: Final = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :many) "
)
_ROWS: Final = {
    "INSERT INTO keep_events (guild, server, key, at, kind, name, player, text) "
    "SELECT 2, 1, hex(randomblob(32)), n, 'chat', 'Pebble', '', 'hello' FROM numbers": EVENTS,
    "INSERT INTO keep_players (guild, player, platform, first_seen, last_seen) "
    "SELECT 2, printf('%032x', n), 'None', n, n FROM numbers": PLAYERS,
    "INSERT INTO keep_player_names (player, name, last_seen) "
    "SELECT 1 + n % 5000, 'name ' || n, n FROM numbers": 20 * PLAYERS,
    "INSERT INTO keep_sessions (guild, server, player, opened_at, closed_at, state, is_clipped) "
    "SELECT 2, 1, 1 + n % 5000, n, n, 'closed', 0 FROM numbers": EVENTS,
}


def insert_rows(statement: str, many: int, connection: Connection) -> None:
    connection.execute(text(_NUMBERS + statement), {"many": many})


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[MeasuredDatabase]:
    measured = MeasuredDatabase(tmp_path / "nazh.sqlite3", migrations_of(["keep"]))
    await measured.open()
    for statement, many in _ROWS.items():
        await measured.write(partial(insert_rows, statement, many), 60.0)
    measured.seconds.clear()
    yield measured
    await measured.close()


async def test_a_piece_of_a_log_is_stored_in_a_short_transaction(
    database: MeasuredDatabase,
) -> None:
    lines = (
        f"2026.06.25_17.{second // 60 % 60:02}.{second % 60:02}: Pebble [UniqueNetId:"
        f"{second % 40:032x} Platform:None] {'joined' if second // 40 % 2 else 'left'} this ARK!\n"
        for second in range(600)
    )
    data = "".join(lines).encode()[:PIECE]
    store, cursor = SqlLogStore(database), None
    for number in range(5):
        reading = read_piece(
            data.replace(b"06.25", b"06.%02d" % (number + 10)),
            ReadingState(),
            ARK_ASA_LOG,
            ISLAND.id,
            is_last=False,
        )
        position = LogPosition("1:1", number, "")
        batch = LogBatch(position, reading.state, (), reading.events)
        saved = await store.save(ISLAND, cursor, batch)
        assert saved is not None
        cursor = saved.cursor

    # The first transaction of a process compiles its statements, too.
    assert max(database.seconds[1:]) < LONGEST


async def test_long_replies_are_stored_and_deleted_in_short_transactions(
    database: MeasuredDatabase,
) -> None:
    replies, now = SqlReplyStore(database), FrozenClock().now()
    for number in range(REPLIES):
        guild, user = GuildId(2), UserId(number % 2)
        reply = SealedReply(number, guild, user, ISLAND.id, "x" * LONGEST_REPLY, now)
        await replies.keep(reply)

    records = SqlKeepRecords(database)
    await records.forget_user(UserId(1))
    assert not await replies.delete_expired(now)
    await records.forget_guild(GuildId(2))

    assert len(database.seconds) > REPLIES
    assert max(database.seconds[1:]) < LONGEST


async def test_events_and_players_are_deleted_in_short_transactions(
    database: MeasuredDatabase,
) -> None:
    records = SqlKeepRecords(database)

    while not await records.prune_guild(ISLAND.guild, FrozenClock().now() - timedelta(days=20_000)):
        pass
    await records.forget_guild(ISLAND.guild)

    assert len(database.seconds) > EVENTS / 500
    assert max(database.seconds) < LONGEST

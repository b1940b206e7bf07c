"""Tests that background work holds SQLite's writer for at most 50 ms at a time."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from time import thread_time
from typing import Final, TypeVar

import pytest
import pytest_asyncio
from sqlalchemy import Connection, text

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore
from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
from nazh.adapters.outbound.sql.migrations.chains import CORE, Migrations
from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
from nazh.application.dice.history.prune_rolls import PruneRolls
from nazh.application.dice.privacy.forget_dice import ForgetDice
from nazh.application.shared.audit.prune_audit_log import PruneAuditLog
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher

pytestmark = pytest.mark.slow
ROLLS: Final = 100_000
COUNTS: Final = 20_000
RECEIPTS: Final = 20_000
PARTICIPANTS: Final = 150_000
GUILDS: Final = 20_000
ENTRIES: Final = 20_000
ALICE, KEEP = UserId(1), GuildId(2)
LONGEST: Final = 0.05
Result = TypeVar("Result")
_NUMBERS: Final = (
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :many) "
)
_ROLLS: Final = text(
    _NUMBERS + "INSERT INTO rolls (id, story, player, server, channel, at, secret, form, ruleset, "
    "notation, sought, faces, picked) SELECT 'r' || n, 'r' || n, 1, 2, 3, n, 0, 1, 'nazh', "
    "'2d20kh1+5', '2d20kh1+5 attack', '[[12,3]]', '[]' FROM numbers"
)
_COUNTS: Final = text(
    _NUMBERS + "INSERT INTO tallies (server, player, character, secret, what, face, count, since) "
    "SELECT 2 + n % 10, 1, 'character ' || (n / 1000), 0, 'd' || (n % 100), (n / 100) % 10, 5, 1 "
    "FROM numbers"
)
_SESSION: Final = text(
    "INSERT INTO fair_sessions (session, server, opened, latest, secret, mix, counter, entries, "
    "last, players, size) VALUES ('s', 2, 1, 1, '', '', 0, :many, '', 0, 8388608)"
)
_PARTICIPANTS: Final = text(
    _NUMBERS + "INSERT INTO fair_players (session, number, player) SELECT 's', n, n FROM numbers"
)
_RECEIPTS: Final = text(
    _NUMBERS + "INSERT INTO fair_receipts (session, n, request, line) "
    "SELECT 's', n - 1, 'q' || n, printf('%.400c', 'x') FROM numbers"
)


_ENTRIES: Final = text(
    _NUMBERS + "INSERT INTO audit_log (seq, at, guild, actor, interaction, salt, origin, action, "
    "target, before, after, body, digest) SELECT n, n, 2, 1, 'i' || n, 's', 'o', 'test.made', "
    "'it', NULL, '{}', printf('%064d', n), printf('%064d', n) FROM numbers"
)


class MeasuredDatabase(SqliteDatabase):
    """Records the CPU time of the writer thread in each transaction.

    Unlike wall time, it does not depend on other processes.
    """

    def __init__(self, file: Path, chains: Sequence[Migrations] = (CORE,)) -> None:
        super().__init__(file, chains)
        self.seconds: list[float] = []

    async def write(self, work: Callable[[Connection], Result], timeout: float = 2.0) -> Result:
        def measured(connection: Connection) -> Result:
            gc.disable()  # a collection of the whole test process is no work of the transaction
            begun = thread_time()
            try:
                return work(connection)
            finally:
                self.seconds.append(thread_time() - begun)
                gc.enable()

        return await super().write(measured, timeout)


@pytest_asyncio.fixture
async def database(tmp_path: Path) -> AsyncIterator[MeasuredDatabase]:
    measured = MeasuredDatabase(tmp_path / "nazh.sqlite3")
    await measured.open()
    await measured.write(lambda on: on.execute(_ROLLS, {"many": ROLLS}), 60.0)
    await measured.write(lambda on: on.execute(_COUNTS, {"many": COUNTS}), 60.0)
    await measured.write(lambda on: on.execute(_SESSION, {"many": RECEIPTS}), 60.0)
    await measured.write(lambda on: on.execute(_RECEIPTS, {"many": RECEIPTS}), 60.0)
    await measured.write(lambda on: on.execute(_PARTICIPANTS, {"many": PARTICIPANTS}), 60.0)
    measured.seconds.clear()
    yield measured
    await measured.close()


def forget_dice(database: Database) -> ForgetDice:
    return ForgetDice(
        SqlUserRecords(database),
        SqlGuildRecords(database),
        SqlSavedRollStore(database),
        RecordingPublisher(),
    )


async def test_forgetting_a_user_is_done_in_short_transactions(database: MeasuredDatabase) -> None:
    await forget_dice(database).forget_user(ALICE)

    assert len(database.seconds) > ROLLS / 1_000 + COUNTS / 1_000
    assert max(database.seconds) < LONGEST


async def test_pruning_is_done_in_short_transactions(database: MeasuredDatabase) -> None:
    prune = PruneRolls(SqlRollArchive(database), FrozenClock(), RecordingPublisher(), days=1)

    await prune()

    assert len(database.seconds) > ROLLS / 1_000
    assert max(database.seconds) < LONGEST


async def test_pruning_a_guild_is_done_in_short_transactions(database: MeasuredDatabase) -> None:
    dice = forget_dice(database)

    while not await dice.prune_guild(KEEP, FrozenClock().now()):
        pass
    await dice.forget_guild(KEEP)

    assert len(database.seconds) > ROLLS / 1_000
    assert max(database.seconds) < LONGEST


async def test_the_audit_log_is_emptied_and_pruned_in_short_transactions(
    database: MeasuredDatabase,
) -> None:
    await database.write(lambda on: on.execute(_ENTRIES, {"many": ENTRIES}), 60.0)
    database.seconds.clear()
    records = SqlAuditRecords(database)

    await records.forget_user(ALICE)
    await records.forget_guild(KEEP)
    await PruneAuditLog(records, FrozenClock())()

    assert len(database.seconds) > 3 * ENTRIES / 1_000
    assert max(database.seconds) < LONGEST


async def test_noting_guilds_is_done_in_short_transactions(database: MeasuredDatabase) -> None:
    store = SqlGuildStore(database)
    guilds = [GuildId(number) for number in range(1, GUILDS + 1)]

    await store.note(guilds, FrozenClock().now())
    await store.note(guilds[: GUILDS // 2], FrozenClock().now())

    assert len(await store.left()) == GUILDS // 2
    assert max(database.seconds) < LONGEST


async def test_a_session_of_the_greatest_size_is_deleted_with_all_receipts(
    database: MeasuredDatabase,
) -> None:
    await SqlGuildRecords(database).forget(KEEP)

    assert await SqlFairSessionStore(database).lines("s") == ()
    assert len(database.seconds) > RECEIPTS / 1_000
    assert max(database.seconds) < LONGEST

"""Tests that rolls are committed on the event loop's thread, and handed over where that fails."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from math import inf
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases import inline_commits
from nazh.adapters.outbound.sql.databases.checkpoints import (
    CHECKPOINT_EVERY,
    MAX_LOG_PAGES,
    Checkpoints,
)
from nazh.adapters.outbound.sql.databases.database import STATEMENT_TIMEOUT
from nazh.adapters.outbound.sql.databases.inline_commits import IMMEDIATE_AFTER_ONE, InlineCommits
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.databases.sqlite_worker import CheckpointResult, new_sqlite_engine


@dataclass(frozen=True, slots=True)
class InsertText:
    """Inserts a text into a table with a unique column."""

    text: str

    def execute_sqlite(self, connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO texts VALUES (?)", (self.text,))

    def postgresql_statement(self) -> tuple[str, tuple[object, ...]]:
        raise AssertionError


def never(on_done: Callable[[CheckpointResult], None]) -> None:
    """Stay in a checkpoint."""


def copy_a_long_log(on_done: Callable[[CheckpointResult], None]) -> None:
    """Complete a checkpoint at once, after which the log is still long."""
    on_done(CheckpointResult(MAX_LOG_PAGES + 1, 0))


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the slow-commit threshold, which a busy machine may exceed."""
    monkeypatch.setattr(inline_commits, "SLOW_COMMIT", 60.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "texts.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE texts (text TEXT PRIMARY KEY)")
    return file


def texts(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM texts ORDER BY text")]


async def test_a_single_roll_is_committed_immediately(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=0)

    with pytest.raises(StopIteration) as ended:
        commits.try_commit(InsertText("a")).send(None)

    assert ended.value.value is True
    assert texts(file) == ["a"]
    commits.close()


async def test_rolls_of_one_loop_iteration_are_committed_together_under_load(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=inf)

    were_committed = await asyncio.gather(*(commits.try_commit(InsertText(text)) for text in "abc"))

    assert were_committed == [True, True, True]
    assert texts(file) == ["a", "b", "c"]
    assert commits.transactions == 1
    commits.close()


async def test_rolls_soon_after_another_are_committed_together(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=60.0)
    await commits.try_commit(InsertText("a"))

    await asyncio.gather(*(commits.try_commit(InsertText(text)) for text in "bc"))

    assert commits.transactions == 2
    commits.close()


async def test_rolls_that_come_quickly_but_one_at_a_time_are_committed_immediately(
    file: Path,
) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=inf)
    await commits.try_commit(InsertText("a"))  # waits in vain

    for number in range(IMMEDIATE_AFTER_ONE):
        with pytest.raises(StopIteration):
            commits.try_commit(InsertText(f"c{number}")).send(None)
    were_committed = await asyncio.gather(*(commits.try_commit(InsertText(text)) for text in "bd"))

    assert were_committed == [True, True]
    assert commits.transactions == 1 + IMMEDIATE_AFTER_ONE + 1
    commits.close()


async def test_a_locked_file_fails_immediately(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never))
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = monotonic()
        while_locked = await commits.try_commit(InsertText("a"))
        seconds = monotonic() - began
        other.execute("ROLLBACK")

    assert while_locked is False
    assert seconds < STATEMENT_TIMEOUT
    assert await commits.try_commit(InsertText("a")) is True
    commits.close()


async def test_one_duplicate_leaves_the_whole_batch_unwritten(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=inf)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO texts VALUES ('a')")

    were_committed = await asyncio.gather(*(commits.try_commit(InsertText(text)) for text in "ab"))

    assert were_committed == [False, False]
    assert texts(file) == ["a"]
    assert await commits.try_commit(InsertText("b")) is True
    commits.close()


async def test_a_cancelled_caller_is_not_written(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=inf)
    cancelled = asyncio.ensure_future(commits.try_commit(InsertText("a")))
    other_commit = asyncio.ensure_future(commits.try_commit(InsertText("b")))
    asyncio.get_running_loop().call_soon(cancelled.cancel)

    assert await other_commit is True
    assert cancelled.cancelled()
    assert texts(file) == ["b"]
    commits.close()


async def test_a_slow_disk_is_left_to_the_writer_thread(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inline_commits, "SLOW_COMMIT", -1.0)
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never))

    assert await commits.try_commit(InsertText("a")) is True
    assert await commits.try_commit(InsertText("b")) is False
    commits.close()


async def test_after_a_failure_the_file_is_left_alone_for_a_while(tmp_path: Path) -> None:
    file = tmp_path / "empty.sqlite3"
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never))
    without_table = await commits.try_commit(InsertText("a"))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE texts (text TEXT PRIMARY KEY)")

    assert (without_table, await commits.try_commit(InsertText("a"))) == (False, False)
    commits.close()


async def test_commits_are_counted_for_the_next_checkpoint(file: Path) -> None:
    copies: list[object] = []
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(copies.append, never))

    for number in range(2 * CHECKPOINT_EVERY - 1):
        assert await commits.try_commit(InsertText(str(number)))

    assert len(copies) == 1
    commits.close()


async def test_nothing_is_committed_while_a_checkpoint_needs_the_log(file: Path) -> None:
    checkpoints = Checkpoints(copy_a_long_log, never)
    commits = InlineCommits(new_sqlite_engine(file), checkpoints)
    checkpoints.note_write(CHECKPOINT_EVERY)

    assert not await commits.try_commit(InsertText("meanwhile"))
    assert texts(file) == []
    commits.close()


async def test_a_closed_connection_commits_nothing(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never))
    commits.close()

    assert await commits.try_commit(InsertText("a")) is False


async def test_a_roll_that_waits_for_others_is_not_committed_after_the_end(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never), gathering=inf)
    waiting = asyncio.ensure_future(commits.try_commit(InsertText("a")))
    asyncio.get_running_loop().call_soon(commits.close)

    assert await waiting is False
    assert texts(file) == []


async def test_closing_closes_the_file(file: Path) -> None:
    commits = InlineCommits(new_sqlite_engine(file), Checkpoints(never, never))
    await commits.try_commit(InsertText("a"))

    commits.close()

    assert not file.with_name(f"{file.name}-wal").exists()  # the last connection removes it


async def test_a_database_names_the_duplicate_and_keeps_the_others(file: Path) -> None:
    database = SqliteDatabase(file)

    async def commit(text: str) -> None:
        async with database.transaction(text) as transaction:
            await transaction.commit_fast(InsertText(text))

    await commit("a")
    first, second = await asyncio.gather(commit("a"), commit("b"), return_exceptions=True)

    assert isinstance(first, IntegrityError)
    assert second is None
    assert texts(file) == ["a", "b"]
    await database.close()


async def test_the_write_ahead_log_stays_small_however_fast_commits_follow(file: Path) -> None:
    database = SqliteDatabase(file)
    log = file.with_name(f"{file.name}-wal")

    for number in range(20 * CHECKPOINT_EVERY):
        async with database.transaction(str(number)) as transaction:
            await transaction.commit_fast(InsertText(str(number)))
        await asyncio.sleep(0)  # a roll then sends its response

    assert log.stat().st_size < 40_000_000  # of 82 MB written
    await database.close()

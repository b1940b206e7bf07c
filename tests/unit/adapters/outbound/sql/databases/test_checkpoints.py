"""Tests when the write-ahead log of a SQLite file is copied into the file, and what waits."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from nazh.adapters.outbound.sql.databases import checkpoints
from nazh.adapters.outbound.sql.databases.checkpoints import (
    CHECKPOINT_EVERY,
    MAX_LOG_PAGES,
    ROLLS_PER_TRANSACTION,
    Checkpoints,
)
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.databases.sqlite_worker import CheckpointResult

LONG = MAX_LOG_PAGES + 1
PAGE = 4096


class Thread:
    """Counts the requested checkpoints, the last of which ``done`` completes."""

    def __init__(self) -> None:
        self.count = 0
        self.done: Callable[[CheckpointResult], None] = lambda _: None

    def __call__(self, on_done: Callable[[CheckpointResult], None]) -> None:
        self.count += 1
        self.done = on_done


@pytest.fixture
def beside() -> Thread:
    return Thread()


@pytest.fixture
def writer() -> Thread:
    return Thread()


@pytest.fixture
def started(beside: Thread, writer: Thread) -> Checkpoints:
    """A checkpoint is running beside the writes."""
    checkpointer = Checkpoints(beside, writer)
    for _ in range(CHECKPOINT_EVERY):
        checkpointer.note_write()
    return checkpointer


def test_rolls_are_copied_after_so_many(beside: Thread, writer: Thread) -> None:
    checkpointer = Checkpoints(beside, writer)

    for _ in range(CHECKPOINT_EVERY - 1):
        checkpointer.note_write()
    before = beside.count
    checkpointer.note_write()

    assert (before, beside.count, writer.count) == (0, 1, 0)


def test_other_transactions_count_as_several_rolls(beside: Thread, writer: Thread) -> None:
    checkpointer = Checkpoints(beside, writer)

    for _ in range(CHECKPOINT_EVERY // ROLLS_PER_TRANSACTION):
        checkpointer.note_write(ROLLS_PER_TRANSACTION)

    assert beside.count == 1


def test_a_checkpoint_runs_alone(started: Checkpoints, beside: Thread) -> None:
    for _ in range(CHECKPOINT_EVERY):
        started.note_write()
    while_running = beside.count
    beside.done(CheckpointResult(MAX_LOG_PAGES, MAX_LOG_PAGES))
    started.note_write()

    assert (while_running, beside.count) == (1, 2)


def test_writes_continue_beside_a_checkpoint(started: Checkpoints, beside: Thread) -> None:
    while_running = started.is_log_reserved
    beside.done(CheckpointResult(MAX_LOG_PAGES, 0))

    assert (while_running, started.is_log_reserved) == (False, False)


def test_the_writer_finishes_a_long_log_while_commits_wait(
    started: Checkpoints, beside: Thread, writer: Thread
) -> None:
    beside.done(CheckpointResult(LONG, LONG - 9))
    while_finishing = started.is_log_reserved
    writer.done(CheckpointResult(LONG, LONG))

    assert (writer.count, while_finishing, started.is_log_reserved) == (1, True, False)


def test_the_next_checkpoint_comes_after_a_long_log(
    started: Checkpoints, beside: Thread, writer: Thread
) -> None:
    beside.done(CheckpointResult(LONG, LONG))
    writer.done(CheckpointResult(LONG, LONG))
    for _ in range(CHECKPOINT_EVERY):
        started.note_write()

    assert beside.count == 2


def test_commits_are_left_to_the_writer_for_a_while_if_a_reader_holds_the_log(
    started: Checkpoints, beside: Thread, writer: Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(checkpoints, "monotonic", lambda: now)
    beside.done(CheckpointResult(LONG, 7))
    writer.done(CheckpointResult(LONG, 7))

    held = [started.is_log_reserved]
    now += checkpoints.PAUSE
    held.append(started.is_log_reserved)

    assert held == [True, False]


async def test_the_log_of_a_busy_file_stays_short(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "nazh.sqlite3")
    await database.open()
    await database.write(lambda on: on.execute(text("CREATE TABLE texts (text TEXT)")))
    insert = text("INSERT INTO texts VALUES (:text)")
    batches = 40

    for _ in range(batches):
        await asyncio.sleep(0.02)
        for _ in range(CHECKPOINT_EVERY // ROLLS_PER_TRANSACTION):
            rows = [{"text": "x" * PAGE}] * 40
            await database.write(lambda on, rows=rows: on.execute(insert, rows))  # type: ignore[misc]  # mypy cannot infer it

    size = (tmp_path / "nazh.sqlite3-wal").stat().st_size
    await database.close()
    with closing(sqlite3.connect(tmp_path / "nazh.sqlite3")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM texts").fetchone()
    assert count == batches * 40 * (CHECKPOINT_EVERY // ROLLS_PER_TRANSACTION)
    assert size < count * PAGE * 2 / 3

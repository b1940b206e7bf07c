"""Runs statements on one connection to a SQLite file, in a dedicated thread."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from nazh.adapters.outbound.sql.databases.database import (
    DEPENDENCY,
    STATEMENT_TIMEOUT,
    TRANSACTION_TIMEOUT,
    Deadline,
    FastCommit,
    Result,
    Work,
    duplicate_key_error,
)
from nazh.adapters.outbound.sql.functions import LOWER_IN_SQLITE
from nazh.domain.kernel.errors import Unavailable

_PRAGMAS: Final = (
    f"busy_timeout={int(STATEMENT_TIMEOUT * 1000)}",
    "journal_mode=WAL",
    # A killed process loses nothing; a power failure may lose the last moments.
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "wal_autocheckpoint=0",  # see checkpoints.py
)
_BEGIN: Final = "begin"
_MAX_BATCH: Final = 16
"""Commits per transaction; the commit of a caller that has given up meanwhile is recorded."""
_CONNECTION_ERRORS: Final = (OperationalError, sqlite3.OperationalError)
"""Errors that affect all commits alike: the file is locked or missing, the disk is full."""


_PRIMARY_CODE: Final = 0xFF  # higher bits give the reason in more detail
_REFUSED_BY_DISK: Final = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


def write_probe(connection: Connection) -> None:
    """Write without changing anything, which fails while the disk accepts no writes."""
    connection.exec_driver_sql("UPDATE nazh_revision SET version_num = version_num")


class CheckpointResult(NamedTuple):
    """The pages in the write-ahead log, and how many of them were copied into the file."""

    pages: int
    copied: int


class TransactionMode(Enum):
    """How a transaction begins; a single read needs none."""

    AUTOCOMMIT = ""
    READ = "BEGIN"
    WRITE = "BEGIN IMMEDIATE"  # one that began with a read might not get the write lock


def new_sqlite_engine(file: Path) -> Engine:
    """Return an engine over one file, whose transactions begin when SQLAlchemy requests it."""
    # Errors are logged, and must not contain data of players or secrets of fair sessions.
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions itself
        connection.create_function(LOWER_IN_SQLITE, 1, str.lower, deterministic=True)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode: TransactionMode = connection.info[_BEGIN]
        if mode is not TransactionMode.AUTOCOMMIT:
            connection.exec_driver_sql(mode.value)

    return engine


class _PendingCommit(NamedTuple):
    """A fast commit, and its caller's future."""

    commit: FastCommit
    done: asyncio.Future[None]


class SqliteWorker:
    """One connection and the one thread that it is used on."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"nazh-sqlite-{name}")
        self._opened: tuple[Connection, sqlite3.Connection] | None = None
        self._current: object = None
        self._pending: list[_PendingCommit] = []
        self._isolated: list[_PendingCommit] = []
        self._batch: list[_PendingCommit] = []
        self._is_closed = False
        self.is_write_failing = False
        """True after a write that the disk refused, until one succeeds."""

    async def run(self, work: Work[Result], deadline: Deadline, mode: TransactionMode) -> Result:
        """Run ``work`` in a transaction and commit it; see ``Deadline.wait``."""
        if self._is_closed:
            raise Unavailable(DEPENDENCY)
        loop = asyncio.get_running_loop()
        try:
            return await deadline.wait(loop.run_in_executor(self._thread, self._run, work, mode))
        except Unavailable:
            if self._current is work:
                self._interrupt()
            raise

    async def commit(self, commit: FastCommit, deadline: Deadline) -> None:
        """Write and commit, in one transaction with other commits; see ``Deadline.wait``."""
        done = asyncio.get_running_loop().create_future()
        self._pending.append(_PendingCommit(commit, done))
        self._dispatch()
        try:
            await deadline.wait(done)
        except Unavailable:
            # The commit runs as long as its caller waits for it.
            if self._current is self._batch and all(request.done.done() for request in self._batch):
                self._interrupt()
            raise

    @property
    def has_pending_commits(self) -> bool:
        """Whether commits are queued; later ones must queue behind them."""
        return bool(self._batch or self._pending or self._isolated)

    def checkpoint(self, on_done: Callable[[CheckpointResult], None]) -> None:
        """Start copying the write-ahead log into the file on the thread.

        ``on_done`` is called on the loop with the result.
        """
        if not self._is_closed:
            loop = asyncio.get_running_loop()
            future = self._thread.submit(self._checkpoint)
            future.add_done_callback(partial(_call_soon, loop, lambda done: on_done(done.result())))

    async def close(self) -> None:
        """Close the connection. A running statement is interrupted."""
        self._interrupt()
        if not self._is_closed:
            self._is_closed = True
            closing = self._thread.submit(self._close)
            self._thread.shutdown(wait=False)
            await asyncio.wait((asyncio.wrap_future(closing),), timeout=TRANSACTION_TIMEOUT)

    def _dispatch(self) -> None:
        """Send the queued commits to the thread, unless it is busy with others."""
        while not self._batch and (self._isolated or self._pending):
            if self._isolated:
                self._batch = [self._isolated.pop(0)]
            else:
                self._batch = self._pending[:_MAX_BATCH]
                del self._pending[:_MAX_BATCH]
            if self._is_closed:
                self._resolve(Unavailable(DEPENDENCY))
                continue
            future = self._thread.submit(self._commit_batch, self._batch)
            # This is faster than a future of the loop, which resolves one iteration later.
            callback = partial(_call_soon, asyncio.get_running_loop(), self._on_batch_done)
            future.add_done_callback(callback)

    def _on_batch_done(self, future: Future[None]) -> None:
        error = future.exception()
        if error is None or len(self._batch) == 1 or isinstance(error, _CONNECTION_ERRORS):
            self._resolve(error)
        else:
            # One of them has a duplicate key, so nothing was written.
            self._isolated, self._batch = self._batch, []
        self._dispatch()

    def _resolve(self, error: BaseException | None) -> None:
        """Resolve the futures of the commits that the thread has finished."""
        batch, self._batch = self._batch, []
        for request in batch:
            if request.done.done():
                continue
            if error is None:
                request.done.set_result(None)
            else:
                request.done.set_exception(error)

    def _run(self, work: Work[Result], mode: TransactionMode) -> Result:
        connection, _ = self._connect()
        connection.info[_BEGIN] = mode
        self._current = work
        try:
            with connection.begin():
                result = work(connection)
        except OperationalError as error:
            self._note_failure(error.orig)
            self._close()  # the next call opens the file again
            raise
        else:
            if work is write_probe:
                self.is_write_failing = False
            return result
        finally:
            self._current = None

    def _commit_batch(self, batch: list[_PendingCommit]) -> None:
        _, driver = self._connect()
        self._current = batch
        try:
            with driver:  # commits, or rolls back
                driver.execute(TransactionMode.WRITE.value)
                for request in batch:
                    if not request.done.cancelled():
                        request.commit.execute_sqlite(driver)
        except sqlite3.IntegrityError as error:
            raise duplicate_key_error(error) from error
        except sqlite3.OperationalError as error:
            self._note_failure(error)
            self._close()  # the next call opens the file again
            raise
        finally:
            self._current = None

    def _note_failure(self, error: BaseException | None) -> None:
        if isinstance(error, sqlite3.Error):
            primary = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
            self.is_write_failing |= primary in _REFUSED_BY_DISK

    def _checkpoint(self) -> CheckpointResult:
        try:
            _, driver = self._connect()
            rows = driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        except (sqlite3.Error, SQLAlchemyError):  # the next checkpoint catches up
            return CheckpointResult(0, 0)
        _, pages, copied = rows[0]
        return CheckpointResult(pages, copied)

    def _connect(self) -> tuple[Connection, sqlite3.Connection]:
        if self._opened is None:
            connection = self._engine.connect()
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            self._opened = connection, driver
        return self._opened

    def _close(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            connection, driver = opened
            with suppress(sqlite3.Error):
                # Clears an interrupt, which would keep SQLite from copying the log into the file.
                driver.execute("SELECT 1").close()
            connection.close()

    def _interrupt(self) -> None:
        # SQLite allows only this call from another thread; it ends the statement with an error.
        opened = self._opened
        if opened is not None:
            with suppress(sqlite3.ProgrammingError):  # the thread is closing it
                opened[1].interrupt()


def _call_soon(
    loop: asyncio.AbstractEventLoop,
    callback: Callable[[Future[Result]], None],
    future: Future[Result],
) -> None:
    with suppress(RuntimeError):  # the loop is closed, and no caller is left
        loop.call_soon_threadsafe(callback, future)

"""Runs statements on SQLite, with a thread for each kind of work (docs/adr/0018-storage.md)."""

from __future__ import annotations

import asyncio
import errno
import os
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from nazh.adapters.outbound.sql.databases.checkpoints import ROLLS_PER_TRANSACTION, Checkpoints
from nazh.adapters.outbound.sql.databases.database import (
    BACKGROUND_TIMEOUT,
    NAMED_BY,
    TRANSACTION_TIMEOUT,
    Deadline,
    FastCommit,
    HeldLocks,
    Result,
    Timeouts,
    Transaction,
    Work,
)
from nazh.adapters.outbound.sql.databases.inline_commits import InlineCommits
from nazh.adapters.outbound.sql.databases.sqlite_worker import (
    SqliteWorker,
    TransactionMode,
    new_sqlite_engine,
    write_probe,
)
from nazh.adapters.outbound.sql.migrations.chains import CORE, Migrations
from nazh.adapters.outbound.sql.migrations.migrating import (
    REVISION_QUERY,
    UnknownRevision,
    migrate_all,
)
from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable

MIGRATION_LOCK_TIMEOUT: Final = 6.0
"""Seconds for which a starting process waits for others that migrate the file."""
OWNER_ONLY: Final = 0o600
"""The permissions of the files, which contain secret rolls and secrets of open fair sessions."""
_PRIMARY_CODE: Final = 0xFF  # higher bits give the reason in more detail


class SqliteDatabase:
    """A database in one file, used by one process. Other processes may read it."""

    def __init__(
        self, file: Path, chains: Sequence[Migrations] = (CORE,), named_by: str = NAMED_BY
    ) -> None:
        self.file = file
        self._named_by = named_by
        self.chains = tuple(chains)
        engine = new_sqlite_engine(file)
        self._writer = SqliteWorker(engine, "writer")
        self._reader = SqliteWorker(engine, "reader")
        self._copier = SqliteWorker(engine, "checkpoint")
        self._checkpoints = Checkpoints(self._copier.checkpoint, self._writer.checkpoint)
        self._inline = InlineCommits(engine, self._checkpoints)
        self._timeouts = Timeouts()
        self._locks = KeyedLock()

    async def open(self) -> None:
        """Create the file if it does not exist, and migrate it. Raises ``StoreError``."""
        try:
            self.prepare()
            await self._migrate()
        except UnknownRevision as error:
            raise StoreError(f"The database {self.name} {error}") from error
        except Unavailable as error:
            raise self.to_store_error(error) from error

    async def _migrate(self) -> None:
        # Processes that start simultaneously migrate one after the other, and a migration may take
        # longer than a statement's timeout. A file that is locked for longer is in use elsewhere.
        loop = asyncio.get_running_loop()
        until = loop.time() + MIGRATION_LOCK_TIMEOUT
        while True:
            try:
                return await self.write(
                    lambda connection: migrate_all(connection, self.chains), BACKGROUND_TIMEOUT
                )
            except Unavailable as error:
                if not _is_locked(error) or loop.time() > until:
                    raise
            await asyncio.sleep(0.05)

    @property
    def name(self) -> str:
        """The path of the file, for operators."""
        return str(self.file)

    @property
    def files(self) -> tuple[Path, ...]:
        """The database's file, and those that SQLite keeps beside it while it is open."""
        suffixes = ("", "-wal", "-shm")
        return tuple(self.file.with_name(self.file.name + suffix) for suffix in suffixes)

    @property
    def exists(self) -> bool:
        """Return whether the file exists. Raises ``StoreError`` if this user may not know it."""
        try:
            self.file.stat()  # from Python 3.14 on, Path.exists ignores all errors
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self.to_store_error(error) from error
        return True

    def prepare(self) -> None:
        """Create the folder and the file, accessible to their owner only. Raises ``StoreError``.

        SQLite creates its other files with the same permissions. The file is not opened: closing it
        would release the locks of all connections that this process has to it, and the next process
        that closes it would delete the log while it is still written.
        """
        try:
            self._create()
            self._restrict_permissions()
        except OSError as error:
            raise self.to_store_error(error) from error

    def _create(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with suppress(FileExistsError, PermissionError):  # SQLite reports what is not permitted
            os.mknod(self.file, stat.S_IFREG | OWNER_ONLY)

    def _restrict_permissions(self) -> None:
        # Files of other users stay unchanged, and so does what is not a file, such as a folder.
        with suppress(PermissionError):
            if not stat.S_ISREG(self.file.stat().st_mode):
                raise OSError(errno.EINVAL, "it is not a file")
        for file in self.files:
            with suppress(FileNotFoundError, PermissionError):
                file.chmod(OWNER_ONLY)

    def to_store_error(self, error: Exception) -> StoreError:
        """Return an error with a message for operators."""
        return StoreError(_error_text(self.file, error, self._named_by))

    async def close(self) -> None:
        """Close the file."""
        self._inline.close()
        await self._writer.close()
        await self._copier.close()
        await self._reader.close()

    def transaction(
        self, key: str, outer_key: str | None = None
    ) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction; within this process, those with the same key are serialized."""
        keys = (key,) if outer_key is None else (outer_key, key)
        deadline = self._timeouts.deadline_in(TRANSACTION_TIMEOUT)
        locks = deadline.lock(self._locks, *keys)
        return _Transaction(self._writer, self._inline, self._checkpoints, deadline, locks)

    async def read(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` on committed data."""
        return await self._reader.run(
            work, self._timeouts.deadline_in(timeout), TransactionMode.READ
        )

    async def write(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` in its own transaction and commit."""
        deadline = self._timeouts.deadline_in(timeout)
        done = await self._writer.run(work, deadline, TransactionMode.WRITE)
        self._checkpoints.note_write(ROLLS_PER_TRANSACTION)
        return done

    async def write_in_background(self, work: Work[Result]) -> Result:
        """Do the same as ``write``, because there is only one writer."""
        return await self.write(work, BACKGROUND_TIMEOUT)

    async def is_reachable(self) -> bool:
        """Return whether both threads can read the file, and the writer can lock it.

        After a write that the disk refused, a test write must succeed too.
        """
        try:
            deadline = self._timeouts.deadline_in(TRANSACTION_TIMEOUT)
            # A read alone would not notice that another process keeps it locked.
            ping = write_probe if self._writer.is_write_failing else _ping
            await self._writer.run(ping, deadline, TransactionMode.WRITE)
            await self._reader.run(_ping, deadline, TransactionMode.READ)
        except Unavailable:
            return False
        return True


class _Transaction:
    """Reads immediately, and writes in a single commit."""

    __slots__ = ("_checkpoints", "_deadline", "_inline", "_locks", "_worker")

    def __init__(
        self,
        worker: SqliteWorker,
        inline: InlineCommits,
        checkpoints: Checkpoints,
        deadline: Deadline,
        locks: HeldLocks,
    ) -> None:
        self._worker = worker
        self._inline = inline
        self._checkpoints = checkpoints
        self._deadline = deadline
        self._locks = locks

    async def __aenter__(self) -> Self:
        await self._locks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._locks.__aexit__(kind, error, trace)

    async def run(self, work: Work[Result]) -> Result:
        """Read committed data with one statement."""
        return await self._worker.run(work, self._deadline, TransactionMode.AUTOCOMMIT)

    async def read_unlocked(self, work: Work[Result]) -> Result:
        """Do the same as ``run``, because the file belongs to one process."""
        return await self.run(work)

    async def commit(self, work: Work[None]) -> None:
        """Write and commit."""
        await self._worker.run(work, self._deadline, TransactionMode.WRITE)
        self._checkpoints.note_write(ROLLS_PER_TRANSACTION)

    async def commit_fast(self, commit: FastCommit) -> None:
        """Write and commit without SQLAlchemy, inline if possible, or else on the writer thread."""
        if not self._worker.has_pending_commits and await self._inline.try_commit(commit):
            return
        await self._worker.commit(commit, self._deadline)
        self._checkpoints.note_write()


def _is_locked(error: Unavailable) -> bool:
    cause = error.__cause__
    driver = cause.orig if isinstance(cause, DBAPIError) else None
    code = driver.sqlite_errorcode if isinstance(driver, sqlite3.Error) else 0
    return code & _PRIMARY_CODE == sqlite3.SQLITE_BUSY


def _ping(connection: Connection) -> None:
    connection.execute(REVISION_QUERY)


def _error_text(file: Path, error: Exception, named_by: str) -> str:
    cause = error.__cause__ if isinstance(error, Unavailable) else error
    if isinstance(cause, DBAPIError):
        reason = str(cause.orig)
    elif isinstance(cause, OSError):
        reason = cause.strerror or "no reason given"
    else:
        reason = "it takes too long" if cause is None else type(cause).__name__
    return (
        f"The database {file} cannot be opened ({reason}). Check that this user may write there, "
        f"or choose another path in {named_by}."
    )

"""Commits small writes on the event loop's own thread while nothing else locks the file.

Handing a write to another thread and back costs several times what the write costs. In WAL mode
with ``synchronous=NORMAL`` a commit appends to the log and does not wait for the disk, so it takes
well under a tenth of a millisecond. Writes that meet a locked, slow or broken file go to the writer
thread, which can wait (docs/adr/0018-storage.md).
"""

from __future__ import annotations

import asyncio
import sqlite3
from math import inf
from time import monotonic
from typing import Final

from sqlalchemy import Connection, Engine

from nazh.adapters.outbound.sql.databases.checkpoints import Checkpoints
from nazh.adapters.outbound.sql.databases.database import FastCommit

SLOW_COMMIT: Final = 0.02
"""Seconds; a longer commit shows that the disk makes writers wait."""
PAUSE: Final = 5.0
"""Seconds without inline commits after a slow or failed commit."""
GATHERING: Final = 0.001
"""Seconds after a commit within which the next one waits for others of the same loop iteration. A
single roll gains nothing from waiting, which would take two iterations."""
IMMEDIATE_AFTER_ONE: Final = 20
"""Commits that do not wait, after one that waited in vain: then rolls come one at a time."""


class InlineCommits:
    """One connection to a SQLite file, used on the event loop's thread only."""

    def __init__(
        self, engine: Engine, checkpoints: Checkpoints, gathering: float = GATHERING
    ) -> None:
        self._engine = engine
        self._gathering = gathering
        self._checkpoints = checkpoints
        self._connection: Connection | None = None
        self._driver: sqlite3.Connection | None = None
        self._paused_until = 0.0
        self._committed_at = -inf
        self._immediate_left = 0
        self.transactions = 0
        """The number of commits so far."""
        self._is_closed = False
        self._pending: list[tuple[FastCommit, asyncio.Future[bool]]] = []

    async def try_commit(self, commit: FastCommit) -> bool:
        """Write and commit, under load in one transaction with all others of this loop iteration.

        Returns whether it was committed; otherwise nothing was written. Never waits for a lock.
        """
        if self._is_closed or self._checkpoints.is_log_reserved:
            return False
        if monotonic() < self._paused_until:
            return False
        if not self._pending and not self._is_worth_gathering():
            return self._commit_batch([commit])
        loop = asyncio.get_running_loop()
        is_done: asyncio.Future[bool] = loop.create_future()
        if not self._pending:
            loop.call_soon(self._flush)
        self._pending.append((commit, is_done))
        return await is_done

    def _is_worth_gathering(self) -> bool:
        if monotonic() - self._committed_at > self._gathering:
            return False
        if self._immediate_left:
            self._immediate_left -= 1
            return False
        return True

    def _flush(self) -> None:
        # The write of a cancelled caller must not be committed.
        batch = [waiter for waiter in self._pending if not waiter[1].done()]
        self._pending.clear()
        if len(batch) == 1:
            self._immediate_left = IMMEDIATE_AFTER_ONE
        is_committed = False
        try:
            if not self._is_closed:
                is_committed = self._commit_batch([commit for commit, _ in batch])
        finally:
            for _, is_done in batch:
                is_done.set_result(is_committed)

    def _commit_batch(self, commits: list[FastCommit]) -> bool:
        """Commit all or nothing; return whether all were committed."""
        try:
            self._commit(commits)
        except sqlite3.IntegrityError:
            return False  # the writer thread finds out which keys are duplicates
        except sqlite3.Error as error:
            if not _is_locked(error):
                self._pause()
            return False
        finally:
            self._committed_at = monotonic()
        return True

    def _commit(self, commits: list[FastCommit]) -> None:
        started = monotonic()
        driver = self._driver or self._connect()
        driver.execute("BEGIN IMMEDIATE")
        try:
            for commit in commits:
                commit.execute_sqlite(driver)
            driver.execute("COMMIT")
        except BaseException:
            driver.rollback()
            raise
        if monotonic() - started > SLOW_COMMIT:
            self._pause()
        self.transactions += 1
        self._checkpoints.note_write()

    def close(self) -> None:
        """Close the connection, and end inline commits."""
        self._is_closed = True
        self._disconnect()

    def _pause(self) -> None:
        """Leave everything to the writer thread for a while, then open the file again."""
        self._paused_until = monotonic() + PAUSE
        self._disconnect()

    def _connect(self) -> sqlite3.Connection:
        self._connection = self._engine.connect()
        driver = self._connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.execute("PRAGMA busy_timeout=0").close()
        self._driver = driver
        return driver

    def _disconnect(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            connection.close()


def _is_locked(error: sqlite3.Error) -> bool:
    # The end of the name gives the reason in more detail.
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY")

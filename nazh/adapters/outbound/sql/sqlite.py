"""SQLite: one file, one thread that writes and one that reads (docs/adr/0018-stores.md)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from nazh.adapters.outbound.sql.database import (
    LEISURE,
    WITHIN,
    Deadline,
    Patience,
    Result,
    Shortcut,
    Transaction,
    Work,
)
from nazh.adapters.outbound.sql.desks import Desk, Way, new_sqlite_engine
from nazh.adapters.outbound.sql.migrating import LOOK, UnknownRevision, migrate
from nazh.application.shared.ports import StoreTrouble
from nazh.application.shared.turns import Turns
from nazh.domain.kernel.errors import Unavailable

TURN: Final = 6.0
"""Seconds for which a process that starts waits for others that migrate the file."""
_LEAST_BYTE: Final = 0xFF  # what stands above it tells why in more detail


class SqliteDatabase:
    """A database in one file, for one process. Others may look into it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        engine = new_sqlite_engine(file)
        self._writer = Desk(engine, "writer")
        self._reader = Desk(engine, "reader")
        self._patience = Patience()
        self._turns = Turns()

    async def open(self) -> None:
        """Make the file where there is none, and migrate it. Raises ``StoreTrouble``."""
        try:
            self.make_room()
            await self._migrate()
        except UnknownRevision as error:
            raise StoreTrouble(f"The database {self.name} {error}") from error
        except (Unavailable, OSError) as error:
            raise self.trouble(error) from error

    async def _migrate(self) -> None:
        # Several processes that start at once take turns, and a migration may take longer than a
        # statement waits for the file. One that is locked for longer belongs to somebody else.
        loop = asyncio.get_running_loop()
        until = loop.time() + TURN
        while True:
            try:
                return await self.write(migrate, LEISURE)
            except Unavailable as error:
                if not _is_locked(error) or loop.time() > until:
                    raise
            await asyncio.sleep(0.05)

    @property
    def name(self) -> str:
        """What an operator may be told of where it is."""
        return str(self.file)

    @property
    def is_there(self) -> bool:
        """Whether there is something to look into."""
        return self.file.exists()

    def make_room(self) -> None:
        """Make the folder that the file is in. Raises OSError."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def trouble(self, error: Exception) -> StoreTrouble:
        """Return the sentence for an operator about what went wrong."""
        return StoreTrouble(_why_not(self.file, error))

    async def close(self) -> None:
        """Let go of the file."""
        await self._writer.close()
        await self._reader.close()

    @asynccontextmanager
    async def transaction(
        self, about: str, within: str | None = None
    ) -> AsyncIterator[Transaction]:
        """Return a transaction; in this process, those about the same thing take turns."""
        deadline = self._patience.until(WITHIN)
        turns = (about,) if within is None else (within, about)
        async with deadline.turns(self._turns, *turns):
            yield _Transaction(self._writer, deadline)

    async def read(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` on what is committed."""
        return await self._reader.do(work, self._patience.until(within), Way.READING)

    async def write(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` in a transaction of its own and commit."""
        return await self._writer.do(work, self._patience.until(within), Way.WRITING)

    async def write_at_leisure(self, work: Work[Result]) -> Result:
        """Do as ``write`` does: there is one writer anyway."""
        return await self.write(work, LEISURE)

    async def is_reachable(self) -> bool:
        """Whether both threads find the file, and one of them may write."""
        try:
            deadline = self._patience.until(WITHIN)
            # Reading alone would not notice that somebody else keeps it locked.
            await self._writer.do(_look, deadline, Way.WRITING)
            await self._reader.do(_look, deadline, Way.READING)
        except Unavailable:
            return False
        return True


class _Transaction:
    """Reads at once, and writes all it has to write in one go."""

    __slots__ = ("_deadline", "_desk")

    def __init__(self, desk: Desk, deadline: Deadline) -> None:
        self._desk = desk
        self._deadline = deadline

    async def run(self, work: Work[Result]) -> Result:
        """Read what is committed, by one statement."""
        return await self._desk.do(work, self._deadline, Way.ALONE)

    async def peek(self, work: Work[Result]) -> Result:
        """Do as ``run`` does: a file is for one process."""
        return await self.run(work)

    async def commit(self, work: Work[None]) -> None:
        """Write and commit."""
        await self._desk.do(work, self._deadline, Way.WRITING)

    async def commit_by(self, shortcut: Shortcut) -> None:
        """Write and commit, past SQLAlchemy."""
        await self._desk.take(shortcut, self._deadline)


def _is_locked(error: Unavailable) -> bool:
    cause = error.__cause__
    driver = cause.orig if isinstance(cause, DBAPIError) else None
    code = driver.sqlite_errorcode if isinstance(driver, sqlite3.Error) else 0
    return code & _LEAST_BYTE == sqlite3.SQLITE_BUSY


def _look(connection: Connection) -> None:
    connection.execute(LOOK)


def _why_not(file: Path, error: Exception) -> str:
    cause = error.__cause__ if isinstance(error, Unavailable) else error
    if isinstance(cause, DBAPIError):
        reason = str(cause.orig)
    elif isinstance(cause, OSError):
        reason = cause.strerror or "no reason given"
    else:
        reason = "it takes too long" if cause is None else type(cause).__name__
    return (
        f"The database {file} cannot be opened ({reason}). Check that this user may write there, "
        "or name another place in NAZH_DATABASE_URL."
    )

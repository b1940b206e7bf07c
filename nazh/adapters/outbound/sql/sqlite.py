"""SQLite: one file, one thread that writes and one that reads (docs/adr/0018-stores.md)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from nazh.adapters.outbound.sql.database import (
    LEISURE,
    STATEMENT_WITHIN,
    WHAT,
    WITHIN,
    Deadline,
    Patience,
    Result,
    Transaction,
    Work,
)
from nazh.adapters.outbound.sql.migrating import LOOK, UnknownRevision, migrate
from nazh.application.shared.ports import StoreTrouble
from nazh.application.shared.turns import Turns
from nazh.domain.kernel.errors import Unavailable

_PRAGMAS: Final = (
    f"busy_timeout={int(STATEMENT_WITHIN * 1000)}",
    "journal_mode=WAL",
    # Nothing is lost when the process is killed; the last moments may be when the power fails.
    "synchronous=NORMAL",
    "foreign_keys=ON",
)
_BEGIN: Final = "begin"
TURN: Final = 6.0
"""Seconds for which a process that starts waits for others that migrate the file."""


_LEAST_BYTE: Final = 0xFF  # what stands above it tells why in more detail


class _Way(Enum):
    """How a transaction begins; a statement that reads alone needs none."""

    ALONE = ""
    READING = "BEGIN"
    WRITING = "BEGIN IMMEDIATE"  # one that began by reading could not be sure to be let write


def new_sqlite_engine(file: Path) -> Engine:
    """Return an engine over one file, whose transactions begin where SQLAlchemy says so."""
    # Errors go to the log, where neither players nor the secrets of fair sessions belong.
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # the driver begins no transaction of its own
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        way: _Way = connection.info[_BEGIN]
        if way is not _Way.ALONE:
            connection.exec_driver_sql(way.value)

    return engine


class _Desk:
    """One connection and the one thread that it is used on."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"nazh-sqlite-{name}")
        self._connection: Connection | None = None
        self._driver: sqlite3.Connection | None = None
        self._doing: object = None
        self._is_closed = False

    async def do(self, work: Work[Result], deadline: Deadline, way: _Way) -> Result:
        """Run ``work`` in a transaction that is committed behind it; see ``Deadline.bound``."""
        if self._is_closed:
            raise Unavailable(WHAT)
        loop = asyncio.get_running_loop()
        try:
            return await deadline.bound(loop.run_in_executor(self._thread, self._do, work, way))
        except Unavailable:
            if self._doing is work:
                self._interrupt()
            raise

    async def close(self) -> None:
        """Let go of the connection. What is under way is interrupted."""
        self._interrupt()
        if not self._is_closed:
            self._is_closed = True
            closing = self._thread.submit(self._close)
            self._thread.shutdown(wait=False)
            await asyncio.wait((asyncio.wrap_future(closing),), timeout=WITHIN)

    def _do(self, work: Work[Result], way: _Way) -> Result:
        if self._connection is None:
            self._connection = self._engine.connect()
            driver = self._connection.connection.driver_connection
            self._driver = driver if isinstance(driver, sqlite3.Connection) else None
        self._connection.info[_BEGIN] = way
        self._doing = work
        try:
            with self._connection.begin():
                return work(self._connection)
        except OperationalError:
            self._close()  # the next one opens the file anew
            raise
        finally:
            self._doing = None

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = self._driver = None

    def _interrupt(self) -> None:
        # The one call that SQLite allows from another thread: the statement ends with an error.
        if self._driver is not None:
            self._driver.interrupt()


class SqliteDatabase:
    """A database in one file, for one process. Others may look into it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        engine = new_sqlite_engine(file)
        self._writer = _Desk(engine, "writer")
        self._reader = _Desk(engine, "reader")
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
        return await self._reader.do(work, self._patience.until(within), _Way.READING)

    async def write(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` in a transaction of its own and commit."""
        return await self._writer.do(work, self._patience.until(within), _Way.WRITING)

    async def is_reachable(self) -> bool:
        """Whether both threads find the file, and one of them may write."""
        try:
            deadline = self._patience.until(WITHIN)
            # Reading alone would not notice that somebody else keeps it locked.
            await self._writer.do(_look, deadline, _Way.WRITING)
            await self._reader.do(_look, deadline, _Way.READING)
        except Unavailable:
            return False
        return True


class _Transaction:
    """Reads at once, and writes all it has to write in one go."""

    __slots__ = ("_deadline", "_desk")

    def __init__(self, desk: _Desk, deadline: Deadline) -> None:
        self._desk = desk
        self._deadline = deadline

    async def run(self, work: Work[Result]) -> Result:
        """Read what is committed, by one statement."""
        return await self._desk.do(work, self._deadline, _Way.ALONE)

    async def commit(self, work: Work[None]) -> None:
        """Write and commit."""
        await self._desk.do(work, self._deadline, _Way.WRITING)


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

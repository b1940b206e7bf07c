"""A desk: one connection to a SQLite file, and the one thread that it is used on."""

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
from sqlalchemy.exc import OperationalError

from nazh.adapters.outbound.sql.database import (
    STATEMENT_WITHIN,
    WHAT,
    WITHIN,
    Deadline,
    Result,
    Shortcut,
    Work,
    taken_key,
)
from nazh.domain.kernel.errors import Unavailable

_PRAGMAS: Final = (
    f"busy_timeout={int(STATEMENT_WITHIN * 1000)}",
    "journal_mode=WAL",
    # Nothing is lost when the process is killed; the last moments may be when the power fails.
    "synchronous=NORMAL",
    "foreign_keys=ON",
)
_BEGIN: Final = "begin"
_TOGETHER: Final = 16
"""The most in one transaction, for what is given up while it is on its way is on record."""
_IN_TROUBLE: Final = (OperationalError, sqlite3.OperationalError)
"""What befalls everybody alike: the file is locked or gone, the disk is full."""


class Way(Enum):
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
        way: Way = connection.info[_BEGIN]
        if way is not Way.ALONE:
            connection.exec_driver_sql(way.value)

    return engine


class _Waiting(NamedTuple):
    """A shortcut, and what its caller waits for."""

    shortcut: Shortcut
    done: asyncio.Future[None]


class Desk:
    """One connection and the one thread that it is used on."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"nazh-sqlite-{name}")
        self._connection: Connection | None = None
        self._driver: sqlite3.Connection | None = None
        self._doing: object = None
        self._waiting: list[_Waiting] = []
        self._alone: list[_Waiting] = []
        self._together: list[_Waiting] = []
        self._is_closed = False

    async def do(self, work: Work[Result], deadline: Deadline, way: Way) -> Result:
        """Run ``work`` in a transaction that is committed behind it; see ``Deadline.meet``."""
        if self._is_closed:
            raise Unavailable(WHAT)
        loop = asyncio.get_running_loop()
        try:
            return await deadline.meet(loop.run_in_executor(self._thread, self._do, work, way))
        except Unavailable:
            if self._doing is work:
                self._interrupt()
            raise

    async def take(self, shortcut: Shortcut, deadline: Deadline) -> None:
        """Write and commit, in one transaction with others that wait; see ``Deadline.meet``."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(shortcut, done))
        self._visit()
        try:
            await deadline.meet(done)
        except Unavailable:
            # As long as somebody waits for it, it goes on.
            if self._doing is self._together and all(one.done.done() for one in self._together):
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

    def _visit(self) -> None:
        """Send those who wait to the thread, unless some are there."""
        while not self._together and (self._alone or self._waiting):
            if self._alone:
                self._together = [self._alone.pop(0)]
            else:
                self._together = self._waiting[:_TOGETHER]
                del self._waiting[:_TOGETHER]
            if self._is_closed:
                self._tell(Unavailable(WHAT))
                continue
            visit = self._thread.submit(self._take, self._together)
            # Shorter than by a future of the loop, which is then one step behind.
            back = partial(_call_back, asyncio.get_running_loop(), self._come_back)
            visit.add_done_callback(back)

    def _come_back(self, visit: Future[None]) -> None:
        error = visit.exception()
        if error is None or len(self._together) == 1 or isinstance(error, _IN_TROUBLE):
            self._tell(error)
        else:
            # One of them has a key that is there already, and nothing was written.
            self._alone, self._together = self._together, []
        self._visit()

    def _tell(self, error: BaseException | None) -> None:
        """Tell those who were at the thread what became of it."""
        together, self._together = self._together, []
        for one in together:
            if one.done.done():
                continue
            if error is None:
                one.done.set_result(None)
            else:
                one.done.set_exception(error)

    def _do(self, work: Work[Result], way: Way) -> Result:
        connection, _ = self._opened()
        connection.info[_BEGIN] = way
        self._doing = work
        try:
            with connection.begin():
                return work(connection)
        except OperationalError:
            self._close()  # the next one opens the file anew
            raise
        finally:
            self._doing = None

    def _take(self, together: list[_Waiting]) -> None:
        _, driver = self._opened()
        self._doing = together
        try:
            with driver:  # commits, or undoes everything
                driver.execute(Way.WRITING.value)
                for one in together:
                    if not one.done.cancelled():
                        one.shortcut.in_sqlite(driver)
        except sqlite3.IntegrityError as error:
            raise taken_key(error) from error
        except sqlite3.OperationalError:
            self._close()  # the next one opens the file anew
            raise
        finally:
            self._doing = None

    def _opened(self) -> tuple[Connection, sqlite3.Connection]:
        if self._connection is None or self._driver is None:
            self._connection = self._engine.connect()
            driver = self._connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            self._driver = driver
        return self._connection, self._driver

    def _close(self) -> None:
        connection, self._connection, self._driver = self._connection, None, None
        if connection is not None:
            connection.close()

    def _interrupt(self) -> None:
        # The one call that SQLite allows from another thread: the statement ends with an error.
        driver = self._driver
        if driver is not None:
            with suppress(sqlite3.ProgrammingError):  # its own thread is closing it
                driver.interrupt()


def _call_back(
    loop: asyncio.AbstractEventLoop, back: Callable[[Future[None]], None], visit: Future[None]
) -> None:
    with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
        loop.call_soon_threadsafe(back, visit)

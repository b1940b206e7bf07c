"""Provides a small pool of connections to a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from math import inf
from time import monotonic
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
from sqlalchemy import URL, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from nazh.adapters.outbound.sql.databases.database import (
    STATEMENT_TIMEOUT,
    Result,
    Work,
    duplicate_key_error,
)

MAX_CONNECTIONS: Final = 10
"""Connections per process; a server accepts a hundred by default."""
VALIDATION_INTERVAL: Final = 1.0
"""Seconds for which an idle connection is reused without a check."""
_CHECKED_IN_AT: Final = "put back"
DRIVER_ERRORS: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server closed the connection between two steps
)
"""The driver's errors that are not raised through SQLAlchemy."""


class ConnectionPool:
    """A pool of connections, which are checked before use if they have been idle.

    SQLAlchemy's own check is made before every use, which takes three round trips; a whole roll
    takes one.
    """

    def __init__(self, url: URL, validation_interval: float = VALIDATION_INTERVAL) -> None:
        self._validation_interval = validation_interval
        self._valid_since = -inf
        self._discarded_at = -inf
        self.is_disk_full = False
        """True after a write for which the server's disk had no space."""
        self._engine = _new_engine(url)
        # The same connections in autocommit mode: one round trip per statement instead of three.
        self._autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._ping_idle_connections(self._engine.sync_engine)
        event.listen(self._engine.sync_engine, "handle_error", self._note_error)

    async def connect(self) -> AsyncConnection:
        """Return a connection, which begins a transaction at its first use and must be closed."""
        return await self._engine.connect()

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Return a transaction that is committed on exit."""
        return self._engine.begin()

    async def read(self, work: Work[Result]) -> Result:
        """Run ``work``; each statement sees what was committed when it began."""
        async with self._autocommit.connect() as connection:
            return await connection.run_sync(work)

    async def execute(self, statement: str, values: Sequence[object]) -> None:
        """Run one statement in autocommit mode, directly with the driver.

        Raises the driver's errors, and ``IntegrityError`` for a duplicate key.
        """
        connection = await self._checkout()
        driver: Any = connection.driver_connection
        try:
            await driver.execute(statement, *values)
        except asyncpg.UniqueViolationError as error:
            raise duplicate_key_error(error) from error
        except BaseException as error:
            self.is_disk_full |= isinstance(error, asyncpg.DiskFullError)
            if driver.is_closed() or not isinstance(error, asyncpg.PostgresError):
                # Other connections may be broken as well.
                self._valid_since = monotonic()
                connection.invalidate(error)
            raise
        finally:
            connection.close()

    async def _checkout(self) -> PoolProxiedConnection:
        try:
            return await self._engine.raw_connection()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise OperationalError(None, None, error) from error

    def discard_idle(self) -> None:
        """Replace the connections that are idle now before they are used again."""
        self._discarded_at = monotonic()

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    def _note_error(self, context: ExceptionContext) -> None:
        cause = context.original_exception.__cause__
        self.is_disk_full |= isinstance(cause, asyncpg.DiskFullError)

    def _ping_idle_connections(self, engine: Engine) -> None:
        """Check idle connections before use; close all if one is broken."""

        @event.listens_for(engine, "checkin")
        def _record_checkin(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
            entry.info[_CHECKED_IN_AT] = monotonic()

        @event.listens_for(engine, "checkout")
        def _ping_if_idle(
            connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object
        ) -> None:
            since = max(self._valid_since, monotonic() - self._validation_interval)
            checked_in_at = entry.info.get(_CHECKED_IN_AT, inf)
            if checked_in_at <= self._discarded_at:
                raise InvalidatePoolError
            if checked_in_at > since:
                return
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error


def _new_engine(url: URL) -> AsyncEngine:
    """Return an engine with short timeouts, as users are waiting."""
    milliseconds = str(int(STATEMENT_TIMEOUT * 1000))
    return create_async_engine(
        url,
        pool_size=MAX_CONNECTIONS,
        max_overflow=0,
        pool_timeout=STATEMENT_TIMEOUT,
        # Errors are logged, and must not contain data of players or secrets of fair sessions.
        hide_parameters=True,
        connect_args={
            "timeout": STATEMENT_TIMEOUT,
            "server_settings": {
                "application_name": "nazh",
                "statement_timeout": milliseconds,
                "lock_timeout": milliseconds,
                "idle_in_transaction_session_timeout": "10000",
            },
        },
    )

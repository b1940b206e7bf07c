"""A small pool of connections to a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from math import inf
from time import monotonic
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
from sqlalchemy import URL, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from nazh.adapters.outbound.sql.database import STATEMENT_TIMEOUT, Result, Work, duplicate_key_error

MAX_CONNECTIONS: Final = 10
"""The most that one process holds; a server takes a hundred by default."""
VALIDATION_INTERVAL: Final = 1.0
"""Seconds for which a connection that was put back needs no look before it is used again."""
_CHECKED_IN_AT: Final = "put back"
DRIVER_ERRORS: Final = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server has ended the connection between two steps
)
"""What the driver raises past SQLAlchemy."""


class ConnectionPool:
    """Connections that are lent, and looked at before that where they have rested.

    The pool's own look comes before every use: three round trips, when a whole roll takes one.
    """

    def __init__(self, url: URL, validation_interval: float = VALIDATION_INTERVAL) -> None:
        self._validation_interval = validation_interval
        self._valid_since = -inf
        self._engine = _new_engine(url)
        # The same connections for statements that stand alone: one round trip instead of three.
        self._autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._ping_idle_connections(self._engine.sync_engine)

    async def connect(self) -> AsyncConnection:
        """Return a connection that has to be closed, and begins a transaction when it is used."""
        return await self._engine.connect()

    def begin(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Return a transaction that is committed when it is left."""
        return self._engine.begin()

    async def read(self, work: Work[Result]) -> Result:
        """Run ``work``, whose statements each see what is committed when they begin."""
        async with self._autocommit.connect() as connection:
            return await connection.run_sync(work)

    async def execute(self, statement: str, values: Sequence[object]) -> None:
        """Run one statement, which is a transaction by itself, past SQLAlchemy.

        Raises as the driver does, and ``IntegrityError`` when a key is there already.
        """
        connection = await self._checkout()
        driver: Any = connection.driver_connection
        try:
            await driver.execute(statement, *values)
        except asyncpg.UniqueViolationError as error:
            raise duplicate_key_error(error) from error
        except BaseException as error:
            if driver.is_closed() or not isinstance(error, asyncpg.PostgresError):
                # Others may be cut off as well.
                self._valid_since = monotonic()
                connection.invalidate(error)
            raise
        finally:
            connection.close()

    async def _checkout(self) -> PoolProxiedConnection:
        try:
            return await self._engine.raw_connection()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise OperationalError(None, None, error, hide_parameters=True) from error

    async def close(self) -> None:
        """Let go of all."""
        await self._engine.dispose()

    def _ping_idle_connections(self, engine: Engine) -> None:
        """Look at a connection that has rested before it is used; let go of all when it is cut."""

        @event.listens_for(engine, "checkin")
        def _record_checkin(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
            entry.info[_CHECKED_IN_AT] = monotonic()

        @event.listens_for(engine, "checkout")
        def _ping_if_idle(
            connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object
        ) -> None:
            since = max(self._valid_since, monotonic() - self._validation_interval)
            if entry.info.get(_CHECKED_IN_AT, inf) > since:
                return
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error


def _new_engine(url: URL) -> AsyncEngine:
    """Return an engine that waits for nothing longer than a player does."""
    milliseconds = str(int(STATEMENT_TIMEOUT * 1000))
    return create_async_engine(
        url,
        pool_size=MAX_CONNECTIONS,
        max_overflow=0,
        pool_timeout=STATEMENT_TIMEOUT,
        # Errors go to the log, where neither players nor the secrets of fair sessions belong.
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

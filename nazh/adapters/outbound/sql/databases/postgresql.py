"""Runs statements on PostgreSQL, with a small pool and locks across processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ARRAY, URL, BigInteger, Connection, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from nazh.adapters.outbound.sql.databases.database import (
    BACKGROUND_TIMEOUT,
    NAMED_BY,
    TRANSACTION_TIMEOUT,
    Deadline,
    FastCommit,
    Result,
    Timeouts,
    Transaction,
    Work,
)
from nazh.adapters.outbound.sql.databases.postgresql_errors import (
    Problem,
    error_code,
    problem_of,
    reason_of,
)
from nazh.adapters.outbound.sql.databases.postgresql_pool import (
    DRIVER_ERRORS,
    VALIDATION_INTERVAL,
    ConnectionPool,
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

SSL_MODE: Final = "sslmode"
DRIVER_SSL_MODE: Final = "ssl"
"""The driver's name for ``sslmode``."""
_MIGRATION_LOCK: Final = "nazh: migrating"
_BACKGROUND_LOCK_TIMEOUT: Final = 0.2
"""Seconds for which background work waits for a lock.

Later callers queue behind it. In a deadlock, background work should give up; PostgreSQL would
choose either transaction, after a second.
"""
_RETRY_DELAY: Final = 0.3
"""Seconds for which background work pauses, so that queued callers continue."""
_LOCK_NOT_AVAILABLE: Final = "55P03"
_LOCK: Final = text("SELECT pg_advisory_xact_lock(:key)")
_PROBE: Final = text(
    "CREATE TEMPORARY TABLE nazh_write_probe ON COMMIT DROP AS SELECT generate_series(1, 5000)"
)
_READ_ONLY: Final = text("SHOW transaction_read_only")
_LOCK_ALL: Final = text("SELECT pg_advisory_xact_lock(key) FROM unnest(:keys) AS key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
"""Acquires two locks in one round trip."""


class PostgresDatabase:
    """A database that several processes share."""

    def __init__(
        self,
        url: URL,
        validation_interval: float = VALIDATION_INTERVAL,
        background_timeout: float = BACKGROUND_TIMEOUT,
        chains: Sequence[Migrations] = (CORE,),
        named_by: str = NAMED_BY,
    ) -> None:
        self.chains = tuple(chains)
        self._named_by = named_by
        self._url = url
        self._background_timeout = background_timeout
        self._connections = ConnectionPool(url, validation_interval)
        self._timeouts = Timeouts(*DRIVER_ERRORS)
        self._locks = KeyedLock()

    async def open(self) -> None:
        """Migrate the database, in one of several processes. Raises ``StoreError``."""
        try:
            await self.write_in_background(self._migrate)
        except UnknownRevision as error:
            raise StoreError(f"The database {self.name} {error}") from error
        except Unavailable as error:
            raise self.to_store_error(error) from error

    @property
    def name(self) -> str:
        """The URL without the password, as operators write it."""
        url = self._url.set(drivername="postgresql")
        mode = url.query.get(DRIVER_SSL_MODE)
        if mode is not None:
            url = url.difference_update_query((DRIVER_SSL_MODE,))
            url = url.update_query_dict({SSL_MODE: mode})
        return url.render_as_string(hide_password=True)

    @property
    def files(self) -> tuple[Path, ...]:
        """No files, because the server keeps them."""
        return ()

    @property
    def exists(self) -> bool:
        """Return True, because only the server knows whether the database exists."""
        return True

    def prepare(self) -> None:
        """Do nothing, because the database must exist already."""

    def to_store_error(self, error: Exception) -> StoreError:
        """Return an error with a message for operators."""
        verifies = str(self._url.query.get(DRIVER_SSL_MODE)).startswith("verify")
        problem = problem_of(error.__cause__, verifies_certificate=verifies)
        return StoreError(
            f"The database {self.name} cannot be opened ({reason_of(error.__cause__)}). "
            f"Check {self._named_by}, and {problem.value}.",
            is_unreachable=problem is Problem.UNREACHABLE,
        )

    async def close(self) -> None:
        """Close every connection."""
        deadline = self._timeouts.deadline_in(TRANSACTION_TIMEOUT)
        try:
            await deadline.limit(self._connections.close())
        except Unavailable:
            return

    @asynccontextmanager
    async def transaction(
        self, key: str, outer_key: str | None = None
    ) -> AsyncIterator[Transaction]:
        """Return a transaction; those with the same key are serialized.

        Across processes, serialization begins at the first read; a transaction that only writes
        fails because of the duplicate key.
        """
        deadline = self._timeouts.deadline_in(TRANSACTION_TIMEOUT)
        keys = (key,) if outer_key is None else (outer_key, key)
        # Callers that wait in this process hold no connection.
        async with deadline.lock(self._locks, *keys):
            transaction = _Transaction(self._connections, keys, deadline)
            try:
                yield transaction
            finally:
                await transaction.close()

    async def read(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` on committed data."""
        if timeout > TRANSACTION_TIMEOUT:
            return await self._run(work, timeout, timeout)
        return await self._timeouts.deadline_in(timeout).limit(self._connections.read(work))

    async def write(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` in its own transaction and commit."""
        return await self._run(work, timeout, timeout)

    async def write_in_background(self, work: Work[Result]) -> Result:
        """Do the same as ``write``; if a lock is not free soon, roll back and retry."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._background_timeout
        while True:
            try:
                return await self._run(work, BACKGROUND_TIMEOUT, _BACKGROUND_LOCK_TIMEOUT)
            except Unavailable as error:
                if not _is_locked(error) or loop.time() > until:
                    raise
            await asyncio.sleep(_RETRY_DELAY)

    async def is_reachable(self) -> bool:
        """Return whether a connection answers and accepts writes, which a standby does not."""
        try:
            is_read_only = await self.read(_ping)
        except Unavailable:
            return False
        if is_read_only:
            # A new connection may reach another server, or have other settings.
            self._connections.discard_idle()
        return not is_read_only and (not self._connections.is_disk_full or await self._can_write())

    async def _can_write(self) -> bool:
        self._connections.is_disk_full = False  # until a write finds that it is still full
        with suppress(Unavailable):
            await self.write(_write_probe)
        return not self._connections.is_disk_full

    def _migrate(self, connection: Connection) -> None:
        connection.execute(_LOCK, {"key": lock_key(_MIGRATION_LOCK)})
        migrate_all(connection, self.chains)

    async def _run(self, work: Work[Result], timeout: float, lock_timeout: float) -> Result:
        async def run() -> Result:
            async with self._connections.begin() as connection:
                if timeout != TRANSACTION_TIMEOUT:
                    await _set_timeouts(connection, timeout, lock_timeout)
                return await connection.run_sync(work)

        return await self._timeouts.deadline_in(timeout).limit(run())


class _Transaction:
    """A connection with its locks, which are released when the transaction ends."""

    __slots__ = ("_connection", "_connections", "_current", "_deadline", "_keys")

    def __init__(
        self, connections: ConnectionPool, keys: Sequence[str], deadline: Deadline
    ) -> None:
        self._connections = connections
        self._keys = keys
        self._deadline = deadline
        self._connection: AsyncConnection | None = None
        self._current: asyncio.Task[Any] | None = None

    async def run(self, work: Work[Result]) -> Result:
        """Read in the transaction."""

        async def run() -> Result:
            connection = await self._locked_connection()
            return await connection.run_sync(work)

        return await self._limited(run())

    async def read_unlocked(self, work: Work[Result]) -> Result:
        """Read without a transaction, unless one has begun."""
        if self._connection is None:
            return await self._limited(self._connections.read(work))
        return await self.run(work)

    async def commit(self, work: Work[None]) -> None:
        """Write and commit, which releases the locks; later calls acquire them again."""

        async def commit() -> None:
            connection = await self._locked_connection()
            await connection.run_sync(work)
            await connection.commit()

        await self._limited(commit())

    async def commit_fast(self, commit: FastCommit) -> None:
        """Write and commit, in one round trip without SQLAlchemy if nothing was read before."""
        statement, values = commit.postgresql_statement()
        if self._connection is None:
            await self._limited(self._connections.execute(statement, values))
        else:
            await self.commit(lambda connection: _execute(connection, statement, values))

    async def close(self) -> None:
        """Roll back uncommitted changes. Errors here do not affect committed changes."""
        is_busy = self._current is not None and not self._current.done()
        if is_busy or self._connection is not None:
            with suppress(Unavailable):
                await self._deadline.limit(self._close_connection())

    async def _locked_connection(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._connections.connect()
        if not self._connection.in_transaction():
            keys = tuple(map(lock_key, self._keys))
            if len(keys) == 1:
                await self._connection.execute(_LOCK, {"key": keys[0]})
            else:
                await self._connection.execute(_LOCK_ALL, {"keys": list(keys)})
        return self._connection

    async def _limited(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        self._current = task = asyncio.ensure_future(coroutine)
        return await self._deadline.limit(task)

    async def _close_connection(self) -> None:
        if self._current is not None and not self._current.done():
            await asyncio.wait((self._current,))  # it was cancelled and is ending
        if self._connection is not None:
            await self._connection.close()


def lock_key(about: str) -> int:
    """Return the lock's number for a key; collisions are rare."""
    return int.from_bytes(blake2b(about.encode(), digest_size=8).digest(), signed=True)


def _execute(connection: Connection, statement: str, values: Sequence[object]) -> None:
    connection.exec_driver_sql(statement, tuple(values))


def _ping(connection: Connection) -> bool:
    """Return whether the server only reads. Raises as statements do."""
    connection.execute(REVISION_QUERY)
    return str(connection.execute(_READ_ONLY).scalar_one()) == "on"


def _write_probe(connection: Connection) -> None:
    """Write some pages to the disk, which nothing else sees and which the commit deletes."""
    connection.execute(_PROBE)


def _is_locked(error: Unavailable) -> bool:
    return error_code(error.__cause__) == _LOCK_NOT_AVAILABLE


async def _set_timeouts(connection: AsyncConnection, timeout: float, lock_timeout: float) -> None:
    for name, seconds in (("statement_timeout", timeout), ("lock_timeout", lock_timeout)):
        await connection.execute(text(f"SET LOCAL {name} = {int(seconds * 1000)}"))

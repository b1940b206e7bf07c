"""PostgreSQL: a small pool of connections, and locks that hold between processes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import ARRAY, URL, BigInteger, Connection, bindparam, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from nazh.adapters.outbound.sql.connections import TRUSTED_FOR, Connections
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
from nazh.adapters.outbound.sql.migrating import LOOK, UnknownRevision, migrate
from nazh.application.shared.ports import StoreTrouble
from nazh.application.shared.turns import Turns
from nazh.domain.kernel.errors import Unavailable

_CLASSES: Final = re.compile(r"^\([\w.]+\) |<class '[\w.]+'>: ")
_MIGRATING: Final = "nazh: migrating"
_LOCK_AT_LEISURE: Final = 0.2
"""Seconds that who has leisure waits for a lock.

Whoever comes later waits behind him; and where two wait for one another, he is the one to give up:
PostgreSQL would choose either, after a second.
"""
_AGAIN_AFTER: Final = 0.3
"""Seconds in which those who waited behind him go on."""
_LOCK_NOT_AVAILABLE: Final = "55P03"
_TAKE_TURN: Final = text("SELECT pg_advisory_xact_lock(:key)")
_TAKE_TURNS: Final = text("SELECT pg_advisory_xact_lock(key) FROM unnest(:keys) AS key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
"""One after another, in one round trip."""


class PostgresDatabase:
    """A database that several processes share."""

    def __init__(
        self, url: URL, trusted_for: float = TRUSTED_FOR, leisure: float = LEISURE
    ) -> None:
        self._url = url
        self._leisure = leisure
        self._connections = Connections(url, trusted_for)
        self._patience = Patience()
        self._turns = Turns()

    async def open(self) -> None:
        """Migrate the database; of several processes, one does. Raises ``StoreTrouble``."""
        try:
            await self.write_at_leisure(_migrate)
        except UnknownRevision as error:
            raise StoreTrouble(f"The database {self.name} {error}") from error
        except Unavailable as error:
            raise self.trouble(error) from error

    @property
    def name(self) -> str:
        """What an operator may be told of where it is: everything but the password."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=True)

    @property
    def is_there(self) -> bool:
        """Whether there is something to look into; only the server can tell."""
        return True

    def make_room(self) -> None:
        """Do nothing: the database has to be there."""

    def trouble(self, error: Exception) -> StoreTrouble:
        """Return the sentence for an operator about what went wrong."""
        reason = "no answer" if error.__cause__ is None else _first_line(error.__cause__)
        return StoreTrouble(
            f"The database {self.name} cannot be opened ({reason}). "
            "Check NAZH_DATABASE_URL, and that PostgreSQL runs.",
            is_away=True,
        )

    async def close(self) -> None:
        """Let go of every connection."""
        deadline = self._patience.until(WITHIN)
        try:
            await deadline.bound(self._connections.close())
        except Unavailable:
            return

    @asynccontextmanager
    async def transaction(
        self, about: str, within: str | None = None
    ) -> AsyncIterator[Transaction]:
        """Return a transaction; those about the same thing take turns.

        So do those of other processes, from the first look on: who looks at nothing is stopped by
        a key that is there already.
        """
        deadline = self._patience.until(WITHIN)
        turns = (about,) if within is None else (within, about)
        # Who waits in this process holds no connection meanwhile.
        async with deadline.turns(self._turns, *turns):
            transaction = _Transaction(self._connections, turns, deadline)
            try:
                yield transaction
            finally:
                await transaction.leave()

    async def read(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` on what is committed."""
        if within > WITHIN:
            return await self._do(work, within, within)
        return await self._patience.until(within).bound(self._connections.read(work))

    async def write(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` in a transaction of its own and commit."""
        return await self._do(work, within, within)

    async def write_at_leisure(self, work: Work[Result]) -> Result:
        """Do as ``write`` does; where a lock is not to be had soon, let go of all and try again."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self._leisure
        while True:
            try:
                return await self._do(work, LEISURE, _LOCK_AT_LEISURE)
            except Unavailable as error:
                if not _is_locked(error) or loop.time() > until:
                    raise
            await asyncio.sleep(_AGAIN_AFTER)

    async def is_reachable(self) -> bool:
        """Whether a connection answers."""
        try:
            await self.read(_look)
        except Unavailable:
            return False
        return True

    async def _do(self, work: Work[Result], within: float, lock_within: float) -> Result:
        async def do() -> Result:
            async with self._connections.begin() as connection:
                if within != WITHIN:
                    await _have_leisure(connection, within, lock_within)
                return await connection.run_sync(work)

        return await self._patience.until(within).bound(do())


class _Transaction:
    """A connection with a lock on each turn, which end with the transaction."""

    __slots__ = ("_connection", "_connections", "_deadline", "_doing", "_turns")

    def __init__(self, connections: Connections, turns: Sequence[str], deadline: Deadline) -> None:
        self._connections = connections
        self._turns = turns
        self._deadline = deadline
        self._connection: AsyncConnection | None = None
        self._doing: asyncio.Task[Any] | None = None

    async def run(self, work: Work[Result]) -> Result:
        """Read in the transaction."""

        async def run() -> Result:
            connection = await self._connected()
            return await connection.run_sync(work)

        return await self._bound(run())

    async def peek(self, work: Work[Result]) -> Result:
        """Read without a transaction, unless there is one."""
        if self._connection is None:
            return await self._bound(self._connections.read(work))
        return await self.run(work)

    async def commit(self, work: Work[None]) -> None:
        """Write and commit, which ends the turn; what follows takes another."""

        async def commit() -> None:
            connection = await self._connected()
            await connection.run_sync(work)
            await connection.commit()

        await self._bound(commit())

    async def commit_by(self, shortcut: Shortcut) -> None:
        """Write and commit; past SQLAlchemy in one round trip, unless something was looked at."""
        statement, values = shortcut.in_postgresql()
        if self._connection is None:
            await self._bound(self._connections.execute(statement, values))
        else:
            await self.commit(lambda on: _execute(on, statement, values))

    async def leave(self) -> None:
        """Undo what was not committed. What was committed stays so, whatever happens here."""
        is_busy = self._doing is not None and not self._doing.done()
        if is_busy or self._connection is not None:
            with suppress(Unavailable):
                await self._deadline.bound(self._leave())

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._connections.connect()
        if not self._connection.in_transaction():
            keys = tuple(map(lock_key, self._turns))
            if len(keys) == 1:
                await self._connection.execute(_TAKE_TURN, {"key": keys[0]})
            else:
                await self._connection.execute(_TAKE_TURNS, {"keys": list(keys)})
        return self._connection

    async def _bound(self, doing: Coroutine[Any, Any, Result]) -> Result:
        self._doing = task = asyncio.ensure_future(doing)
        return await self._deadline.bound(task)

    async def _leave(self) -> None:
        if self._doing is not None and not self._doing.done():
            await asyncio.wait((self._doing,))  # it was given up, and is on its way out
        if self._connection is not None:
            await self._connection.close()


def lock_key(about: str) -> int:
    """Return the number of the lock about a request; two requests hardly ever share one."""
    return int.from_bytes(blake2b(about.encode(), digest_size=8).digest(), signed=True)


def _first_line(error: BaseException) -> str:
    # SQLAlchemy puts classes before the driver's sentence, and help behind it.
    return _CLASSES.sub("", str(error).partition("\n")[0])


def _migrate(connection: Connection) -> None:
    connection.execute(_TAKE_TURN, {"key": lock_key(_MIGRATING)})
    migrate(connection)


def _execute(connection: Connection, statement: str, values: Sequence[object]) -> None:
    connection.exec_driver_sql(statement, tuple(values))


def _look(connection: Connection) -> None:
    connection.execute(LOOK)


def _is_locked(error: Unavailable) -> bool:
    cause = error.__cause__
    driver = cause.orig if isinstance(cause, DBAPIError) else None
    return getattr(driver, "sqlstate", None) == _LOCK_NOT_AVAILABLE


async def _have_leisure(connection: AsyncConnection, within: float, lock_within: float) -> None:
    for timeout, seconds in (("statement_timeout", within), ("lock_timeout", lock_within)):
        await connection.execute(text(f"SET LOCAL {timeout} = {int(seconds * 1000)}"))

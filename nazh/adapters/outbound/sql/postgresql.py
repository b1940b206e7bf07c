"""PostgreSQL: a small pool of connections, and locks that hold between processes."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from hashlib import blake2b
from time import monotonic
from typing import Any, Final

from sqlalchemy import ARRAY, URL, BigInteger, Connection, Engine, bindparam, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from nazh.adapters.outbound.sql.database import (
    LEISURE,
    STATEMENT_WITHIN,
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

CONNECTIONS: Final = 10
"""The most that one process holds; a server takes a hundred by default."""
TRUSTED_FOR: Final = 1.0
"""Seconds for which a connection that was put back needs no look before it is used again."""
_PUT_BACK: Final = "put back"
_CLASSES: Final = re.compile(r"^\([\w.]+\) |<class '[\w.]+'>: ")
_MIGRATING: Final = "nazh: migrating"
_TAKE_TURN: Final = text("SELECT pg_advisory_xact_lock(:key)")
_TAKE_TURNS: Final = text("SELECT pg_advisory_xact_lock(key) FROM unnest(:keys) AS key").bindparams(
    bindparam("keys", type_=ARRAY(BigInteger))
)
"""One after another, in one round trip."""


def new_postgresql_engine(url: URL, trusted_for: float = TRUSTED_FOR) -> AsyncEngine:
    """Return an engine that waits for nothing longer than a player does."""
    milliseconds = str(int(STATEMENT_WITHIN * 1000))
    engine = create_async_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=STATEMENT_WITHIN,
        # Errors go to the log, where neither players nor the secrets of fair sessions belong.
        hide_parameters=True,
        connect_args={
            "timeout": STATEMENT_WITHIN,
            "server_settings": {
                "application_name": "nazh",
                "statement_timeout": milliseconds,
                "lock_timeout": milliseconds,
                "idle_in_transaction_session_timeout": "10000",
            },
        },
    )
    _look_after_a_rest(engine.sync_engine, trusted_for)
    return engine


def _look_after_a_rest(engine: Engine, trusted_for: float) -> None:
    """Look at a connection that has rested before it is used, and let go of those cut off.

    The pool's own look comes before every use: three round trips, when a whole roll takes six.
    """

    @event.listens_for(engine, "checkin")
    def _put_back(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[_PUT_BACK] = monotonic()

    @event.listens_for(engine, "checkout")
    def _take(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object) -> None:
        now = monotonic()
        if now - entry.info.get(_PUT_BACK, now) < trusted_for:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error


class PostgresDatabase:
    """A database that several processes share."""

    def __init__(self, url: URL, trusted_for: float = TRUSTED_FOR) -> None:
        self._url = url
        self._engine = new_postgresql_engine(url, trusted_for)
        self._patience = Patience()
        self._turns = Turns()

    async def open(self) -> None:
        """Migrate the database; of several processes, one does. Raises ``StoreTrouble``."""
        try:
            await self.write(_migrate, LEISURE)
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
            await deadline.bound(self._engine.dispose())
        except Unavailable:
            return

    @asynccontextmanager
    async def transaction(
        self, about: str, within: str | None = None
    ) -> AsyncIterator[Transaction]:
        """Return a transaction; those about the same thing take turns, in all processes."""
        deadline = self._patience.until(WITHIN)
        turns = (about,) if within is None else (within, about)
        # Who waits in this process holds no connection meanwhile.
        async with deadline.turns(self._turns, *turns):
            transaction = _Transaction(self._engine, turns, deadline)
            try:
                await transaction.enter()
                yield transaction
            finally:
                await transaction.leave()

    async def read(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` on what is committed."""
        return await self._do(work, within)

    async def write(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` in a transaction of its own and commit."""
        return await self._do(work, within)

    async def is_reachable(self) -> bool:
        """Whether a connection answers."""
        try:
            await self._do(_look, WITHIN)
        except Unavailable:
            return False
        return True

    async def _do(self, work: Work[Result], within: float) -> Result:
        async def do() -> Result:
            async with self._engine.begin() as connection:
                if within != WITHIN:
                    await _have_leisure(connection, within)
                return await connection.run_sync(work)

        return await self._patience.until(within).bound(do())


class _Transaction:
    """A connection with a lock on each turn, which end with the transaction."""

    __slots__ = ("_connection", "_deadline", "_doing", "_engine", "_keys")

    def __init__(self, engine: AsyncEngine, turns: Sequence[str], deadline: Deadline) -> None:
        self._engine = engine
        self._keys = tuple(map(lock_key, turns))
        self._deadline = deadline
        self._connection: AsyncConnection | None = None
        self._doing: asyncio.Task[Any] | None = None

    async def enter(self) -> None:
        """Take the turn among all processes."""
        await self._bound(self._enter())

    async def run(self, work: Work[Result]) -> Result:
        """Read in the transaction."""

        async def run() -> Result:
            connection = await self._connected()
            return await connection.run_sync(work)

        return await self._bound(run())

    async def commit(self, work: Work[None]) -> None:
        """Write and commit, which ends the turn; what follows takes another."""

        async def commit() -> None:
            connection = await self._connected()
            await connection.run_sync(work)
            await connection.commit()

        await self._bound(commit())

    async def leave(self) -> None:
        """Undo what was not committed. What was committed stays so, whatever happens here."""
        with suppress(Unavailable):
            await self._deadline.bound(self._leave())

    async def _enter(self) -> None:
        self._connection = await self._connected()

    async def _connected(self) -> AsyncConnection:
        if self._connection is None:
            self._connection = await self._engine.connect()
        if not self._connection.in_transaction():
            if len(self._keys) == 1:
                await self._connection.execute(_TAKE_TURN, {"key": self._keys[0]})
            else:
                await self._connection.execute(_TAKE_TURNS, {"keys": list(self._keys)})
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


def _look(connection: Connection) -> None:
    connection.execute(LOOK)


async def _have_leisure(connection: AsyncConnection, seconds: float) -> None:
    for timeout in ("statement_timeout", "lock_timeout"):
        await connection.execute(text(f"SET LOCAL {timeout} = {int(seconds * 1000)}"))

"""Defines the interface of both databases, and their timeouts."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager
from types import TracebackType
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import Store
from nazh.domain.kernel.errors import Unavailable

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Statements to run in a transaction that the caller begins and ends."""

DEPENDENCY: Final = "the database"
NAMED_BY: Final = "NAZH_DATABASE_URL"
"""The setting that names the database by default."""
DRIVER_ERRORS: Final = (SQLAlchemyError, OSError, sqlite3.Error)
"""The errors of an unavailable database."""
TRANSACTION_TIMEOUT: Final = 2.0
"""Seconds for a whole transaction; Discord waits three for the response."""
STATEMENT_TIMEOUT: Final = 1.5
"""Seconds that the database itself allows for one statement or lock."""
BACKGROUND_TIMEOUT: Final = 60.0
"""Seconds for work that no user waits for, such as migrations, exports and pruning."""


class FastCommit(Protocol):
    """A frequent write that goes directly to the driver, without SQLAlchemy."""

    def execute_sqlite(self, connection: sqlite3.Connection) -> None:
        """Write in the open transaction. May be called again."""
        ...

    def postgresql_statement(self) -> tuple[str, Sequence[object]]:
        """Return a statement, which is a complete transaction, and its values."""
        ...


class Transaction(Protocol):
    """One transaction about one request."""

    async def run(self, work: Work[Result]) -> Result:
        """Read in the transaction. Raises ``Unavailable``."""
        ...

    async def read_unlocked(self, work: Work[Result]) -> Result:
        """Read without the lock against other processes. Raises ``Unavailable``."""
        ...

    async def commit(self, work: Work[None]) -> None:
        """Write and commit. May be called again.

        Raises ``Unavailable``, and SQLAlchemy's ``IntegrityError`` for a duplicate key.
        """
        ...

    async def commit_fast(self, shortcut: FastCommit) -> None:
        """Do the same as ``commit`` with a fast path."""
        ...


class Database(Store, Protocol):
    """A database that runs statements while it is open."""

    def transaction(
        self, key: str, outer_key: str | None = None
    ) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction; those with the same key, or the same outer key, are serialized.

        Entering raises ``Unavailable``. Everything up to the exit has one deadline.
        """
        ...

    async def read(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` on committed data. Raises ``Unavailable``."""
        ...

    async def write(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` in its own transaction and commit. Raises as ``commit`` does."""
        ...

    async def write_in_background(self, work: Work[Result]) -> Result:
        """Do the same as ``write`` with a long timeout, and without delaying others for long.

        ``work`` may be called again.
        """
        ...


def duplicate_key_error(error: Exception) -> IntegrityError:
    """Return SQLAlchemy's error for a driver's error about a duplicate key."""
    return IntegrityError(None, None, error)


class Timeouts:
    """Creates deadlines, and cleans up after missed ones."""

    __slots__ = ("_abandoned", "driver_errors")

    def __init__(self, *driver_errors: type[Exception]) -> None:
        """Add ``driver_errors``, which are not raised through SQLAlchemy, to ``DRIVER_ERRORS``."""
        self.driver_errors: tuple[type[Exception], ...] = (*DRIVER_ERRORS, *driver_errors)
        self._abandoned: set[asyncio.Future[Any]] = set()

    def deadline_in(self, seconds: float) -> Deadline:
        """Return a deadline, ``seconds`` from now."""
        return Deadline(asyncio.get_running_loop().time() + seconds, self)

    def abandon(self, future: asyncio.Future[Any]) -> None:
        """Cancel a future without waiting, because closing a connection takes time."""
        future.cancel()
        self._abandoned.add(future)
        future.add_done_callback(self._forget)

    def _forget(self, future: asyncio.Future[Any]) -> None:
        self._abandoned.discard(future)
        if not future.cancelled():
            future.exception()  # marks it as retrieved, so that the loop does not log it


class HeldLocks:
    """Locks that are acquired before a deadline, in order, and held until the exit.

    Every roll takes one, and a generator with ``asynccontextmanager`` costs three times as much.
    """

    __slots__ = ("_deadline", "_keys", "_locks", "_taken")

    def __init__(self, deadline: Deadline, locks: KeyedLock, keys: Sequence[str]) -> None:
        self._deadline = deadline
        self._locks = locks
        self._keys = keys
        self._taken: list[str] = []

    async def __aenter__(self) -> None:
        try:
            for key in self._keys:
                await self._deadline.acquire(self._locks, key)
                self._taken.append(key)
        except BaseException:
            self._release()
            raise

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._release()

    def _release(self) -> None:
        while self._taken:
            self._locks.release(self._taken.pop())


class Deadline:
    """A point in time on the event loop's clock, after which waiting ends."""

    __slots__ = ("_at", "_timeouts")

    def __init__(self, at: float, timeouts: Timeouts) -> None:
        self._at = at
        self._timeouts = timeouts

    async def acquire(self, locks: KeyedLock, about: str) -> None:
        """Acquire a lock before the deadline. Raises ``Unavailable``."""
        if locks.is_free(about):
            await locks.acquire(about)
            return
        # A separate task could acquire the lock after the caller has given up.
        try:
            async with asyncio.timeout_at(self._at):
                await locks.acquire(about)
        except TimeoutError as error:
            raise Unavailable(DEPENDENCY) from error

    def lock(self, locks: KeyedLock, *about: str) -> HeldLocks:
        """Return a context that holds all locks, acquired in this order.

        Entering raises ``Unavailable`` after the deadline.
        """
        return HeldLocks(self, locks, about)

    async def wait(self, future: asyncio.Future[Result]) -> Result:
        """Wait for ``future``, which is not a task, until the deadline; then cancel it.

        Raises ``Unavailable`` then, and for the driver's errors of an unavailable database.
        """
        has_expired = False

        def cancel() -> None:
            # A result that was ready in time counts, even if it is seen late.
            nonlocal has_expired
            has_expired = future.cancel()

        timer = asyncio.get_running_loop().call_at(self._at, cancel)
        try:
            return await future
        except asyncio.CancelledError:
            if has_expired:
                raise Unavailable(DEPENDENCY) from None
            raise
        except IntegrityError:
            raise
        except self._timeouts.driver_errors as error:
            raise Unavailable(DEPENDENCY) from error
        finally:
            timer.cancel()

    async def limit(self, coroutine: Coroutine[Any, Any, Result] | asyncio.Task[Result]) -> Result:
        """Do the same as ``wait`` for a coroutine, without waiting for its cancellation.

        Raises as ``wait`` does.
        """
        future = asyncio.ensure_future(coroutine)
        left = self._at - asyncio.get_running_loop().time()
        is_done = False
        try:
            done, _ = await asyncio.wait((future,), timeout=max(0.0, left))
            is_done = bool(done)
        finally:
            if not is_done:
                self._timeouts.abandon(future)
        if not is_done:
            raise Unavailable(DEPENDENCY)
        try:
            return future.result()
        except IntegrityError:
            raise
        except self._timeouts.driver_errors as error:
            raise Unavailable(DEPENDENCY) from error

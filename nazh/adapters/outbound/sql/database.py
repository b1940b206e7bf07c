"""What every database can do, whichever it is, and how long it is waited for."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from nazh.application.shared.keyed_lock import KeyedLock
from nazh.application.shared.ports import Store
from nazh.domain.kernel.errors import Unavailable

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Statements, run inside a transaction that somebody else begins and ends."""

DEPENDENCY: Final = "the database"
DRIVER_ERRORS: Final = (SQLAlchemyError, OSError, sqlite3.Error)
"""What is raised where a database does not answer as it should."""
TRANSACTION_TIMEOUT: Final = 2.0
"""Seconds that a whole story may take; Discord waits three for the answer."""
STATEMENT_TIMEOUT: Final = 1.5
"""Seconds that the database itself gives one statement or lock."""
BACKGROUND_TIMEOUT: Final = 60.0
"""Seconds for what nobody waits for at a table: migrations, exports, pruning."""


class FastCommit(Protocol):
    """What is written so often that it goes straight to the driver, past SQLAlchemy."""

    def execute_sqlite(self, connection: sqlite3.Connection) -> None:
        """Write in the transaction that has begun. May be called again."""
        ...

    def postgresql_statement(self) -> tuple[str, Sequence[object]]:
        """Return a statement and its values: one statement is a transaction by itself."""
        ...


class Transaction(Protocol):
    """One transaction about one request."""

    async def run(self, work: Work[Result]) -> Result:
        """Do some reading in it. Raises ``Unavailable``."""
        ...

    async def read_unlocked(self, work: Work[Result]) -> Result:
        """Do some reading that needs no turn among processes. Raises ``Unavailable``."""
        ...

    async def commit(self, work: Work[None]) -> None:
        """Write, and keep what was written for good. May be called again.

        Raises ``Unavailable``, and SQLAlchemy's ``IntegrityError`` when a key is there already.
        """
        ...

    async def commit_fast(self, shortcut: FastCommit) -> None:
        """Do as ``commit`` does, by a shortcut."""
        ...


class Database(Store, Protocol):
    """A store that runs statements once it is open."""

    def transaction(
        self, key: str, outer_key: str | None = None
    ) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction; those about the same thing, or within the same, take turns.

        Entering raises ``Unavailable``. Everything until leaving takes ``WITHIN`` s at most.
        """
        ...

    async def read(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` on what is committed. Raises ``Unavailable``."""
        ...

    async def write(self, work: Work[Result], timeout: float = TRANSACTION_TIMEOUT) -> Result:
        """Run ``work`` in a transaction of its own and commit. Raises as ``commit`` does."""
        ...

    async def write_in_background(self, work: Work[Result]) -> Result:
        """Do as ``write`` does, within ``LEISURE``; who has to wait behind it waits for a moment.

        ``work`` may be called again.
        """
        ...


def duplicate_key_error(error: Exception) -> IntegrityError:
    """Return SQLAlchemy's word for a driver's error about a key that is there already."""
    return IntegrityError(None, None, error, hide_parameters=True)


class Timeouts:
    """Bounds what is waited for, and sees to what was given up."""

    __slots__ = ("_abandoned", "driver_errors")

    def __init__(self, *driver_errors: type[Exception]) -> None:
        """Take ``driver_errors`` as ``DRIVER_ERRORS``: a driver's own, raised past SQLAlchemy."""
        self.driver_errors: tuple[type[Exception], ...] = (*DRIVER_ERRORS, *driver_errors)
        self._abandoned: set[asyncio.Future[Any]] = set()

    def deadline_in(self, seconds: float) -> Deadline:
        """Return a deadline, ``seconds`` from now."""
        return Deadline(asyncio.get_running_loop().time() + seconds, self)

    def abandon(self, future: asyncio.Future[Any]) -> None:
        """Cancel something, and wait no longer for it: letting go of a connection takes time."""
        future.cancel()
        self._abandoned.add(future)
        future.add_done_callback(self._forget)

    def _forget(self, future: asyncio.Future[Any]) -> None:
        self._abandoned.discard(future)
        if not future.cancelled():
            future.exception()  # seen, so that the loop does not complain of it


class Deadline:
    """The end of all waiting, by the event loop's clock."""

    __slots__ = ("_at", "_timeouts")

    def __init__(self, at: float, timeouts: Timeouts) -> None:
        self._at = at
        self._timeouts = timeouts

    async def acquire(self, turns: KeyedLock, about: str) -> None:
        """Take a turn before the deadline. Raises ``Unavailable``."""
        if turns.is_free(about):
            await turns.acquire(about)
            return
        # Not as a task, which could have its turn just when nobody waits for it any more.
        try:
            async with asyncio.timeout_at(self._at):
                await turns.acquire(about)
        except TimeoutError as error:
            raise Unavailable(DEPENDENCY) from error

    @asynccontextmanager
    async def lock(self, turns: KeyedLock, *about: str) -> AsyncIterator[None]:
        """Have a turn of each, taken in this order, until leaving. Raises ``Unavailable``."""
        taken: list[str] = []
        try:
            for one in about:
                await self.acquire(turns, one)
                taken.append(one)
            yield
        finally:
            for one in reversed(taken):
                turns.release(one)

    async def wait(self, future: asyncio.Future[Result]) -> Result:
        """Wait for ``future``, which is no task, until the deadline; then cancel it.

        Raises ``Unavailable`` then, and for whatever a driver says of a database that is away.
        """
        has_expired = False

        def cancel() -> None:
            # What was done just in time is done, however late it is heard of.
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
        """Do as ``meet`` does, but wait for no task that is given up: it may take its time.

        Raises as ``meet`` does.
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

"""What every database can do, whichever it is, and how long it is waited for."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, Protocol, TypeVar

import asyncpg  # type: ignore[import-untyped]  # it has no types of its own
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from nazh.application.shared.ports import Store
from nazh.application.shared.turns import Turns
from nazh.domain.kernel.errors import Unavailable

Result = TypeVar("Result")
Work = Callable[[Connection], Result]
"""Statements, run inside a transaction that somebody else begins and ends."""

WHAT: Final = "the database"
DRIVER_ERRORS: Final = (
    SQLAlchemyError,
    OSError,
    sqlite3.Error,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server has ended the connection between two steps
)
"""What is raised where a database does not answer as it should; some of it past SQLAlchemy."""
WITHIN: Final = 2.0
"""Seconds that a whole story may take; Discord waits three for the answer."""
STATEMENT_WITHIN: Final = 1.5
"""Seconds that the database itself gives one statement or lock."""
LEISURE: Final = 60.0
"""Seconds for what nobody waits for at a table: migrations, exports, pruning."""


class Shortcut(Protocol):
    """What is written so often that it goes straight to the driver, past SQLAlchemy."""

    def in_sqlite(self, connection: sqlite3.Connection) -> None:
        """Write in the transaction that has begun. May be called again."""
        ...

    def in_postgresql(self) -> tuple[str, Sequence[object]]:
        """Return a statement and its values: one statement is a transaction by itself."""
        ...


class Transaction(Protocol):
    """One transaction about one request."""

    async def run(self, work: Work[Result]) -> Result:
        """Do some reading in it. Raises ``Unavailable``."""
        ...

    async def peek(self, work: Work[Result]) -> Result:
        """Do some reading that needs no turn among processes. Raises ``Unavailable``."""
        ...

    async def commit(self, work: Work[None]) -> None:
        """Write, and keep what was written for good. May be called again.

        Raises ``Unavailable``, and SQLAlchemy's ``IntegrityError`` when a key is there already.
        """
        ...

    async def commit_by(self, shortcut: Shortcut) -> None:
        """Do as ``commit`` does, by a shortcut."""
        ...


class Database(Store, Protocol):
    """A store that runs statements once it is open."""

    def transaction(
        self, about: str, within: str | None = None
    ) -> AbstractAsyncContextManager[Transaction]:
        """Return a transaction; those about the same thing, or within the same, take turns.

        Entering raises ``Unavailable``. Everything until leaving takes ``WITHIN`` s at most.
        """
        ...

    async def read(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` on what is committed. Raises ``Unavailable``."""
        ...

    async def write(self, work: Work[Result], within: float = WITHIN) -> Result:
        """Run ``work`` in a transaction of its own and commit. Raises as ``commit`` does."""
        ...

    async def write_at_leisure(self, work: Work[Result]) -> Result:
        """Do as ``write`` does, within ``LEISURE``; who has to wait behind it waits for a moment.

        ``work`` may be called again.
        """
        ...


def taken_key(error: Exception) -> IntegrityError:
    """Return SQLAlchemy's word for a driver's error about a key that is there already."""
    return IntegrityError(None, None, error, hide_parameters=True)


class Patience:
    """Bounds what is waited for, and sees to what was given up."""

    __slots__ = ("_left_behind",)

    def __init__(self) -> None:
        self._left_behind: set[asyncio.Future[Any]] = set()

    def until(self, seconds: float) -> Deadline:
        """Return a deadline, ``seconds`` from now."""
        return Deadline(asyncio.get_running_loop().time() + seconds, self)

    def leave_behind(self, future: asyncio.Future[Any]) -> None:
        """Cancel something, and wait no longer for it: letting go of a connection takes time."""
        future.cancel()
        self._left_behind.add(future)
        future.add_done_callback(self._forget)

    def _forget(self, future: asyncio.Future[Any]) -> None:
        self._left_behind.discard(future)
        if not future.cancelled():
            future.exception()  # seen, so that the loop does not complain of it


class Deadline:
    """The end of all waiting, by the event loop's clock."""

    __slots__ = ("_at", "_patience")

    def __init__(self, at: float, patience: Patience) -> None:
        self._at = at
        self._patience = patience

    async def take(self, turns: Turns, about: str) -> None:
        """Take a turn before the deadline. Raises ``Unavailable``."""
        if turns.is_free(about):
            await turns.take(about)
            return
        # Not as a task, which could have its turn just when nobody waits for it any more.
        try:
            async with asyncio.timeout_at(self._at):
                await turns.take(about)
        except TimeoutError as error:
            raise Unavailable(WHAT) from error

    @asynccontextmanager
    async def turns(self, turns: Turns, *about: str) -> AsyncIterator[None]:
        """Have a turn of each, taken in this order, until leaving. Raises ``Unavailable``."""
        taken: list[str] = []
        try:
            for one in about:
                await self.take(turns, one)
                taken.append(one)
            yield
        finally:
            for one in reversed(taken):
                turns.end(one)

    async def meet(self, future: asyncio.Future[Result]) -> Result:
        """Wait for ``future``, which is no task, until the deadline; then cancel it.

        Raises ``Unavailable`` then, and for whatever a driver says of a database that is away.
        """
        is_late = False

        def give_up() -> None:
            # What was done just in time is done, however late it is heard of.
            nonlocal is_late
            is_late = future.cancel()

        timer = asyncio.get_running_loop().call_at(self._at, give_up)
        try:
            return await future
        except asyncio.CancelledError:
            if is_late:
                raise Unavailable(WHAT) from None
            raise
        except IntegrityError:
            raise
        except DRIVER_ERRORS as error:
            raise Unavailable(WHAT) from error
        finally:
            timer.cancel()

    async def bound(self, doing: Coroutine[Any, Any, Result] | asyncio.Task[Result]) -> Result:
        """Do as ``meet`` does, but wait for no task that is given up: it may take its time.

        Raises as ``meet`` does.
        """
        future = asyncio.ensure_future(doing)
        left = self._at - asyncio.get_running_loop().time()
        is_done = False
        try:
            done, _ = await asyncio.wait((future,), timeout=max(0.0, left))
            is_done = bool(done)
        finally:
            if not is_done:
                self._patience.leave_behind(future)
        if not is_done:
            raise Unavailable(WHAT)
        try:
            return future.result()
        except IntegrityError:
            raise
        except DRIVER_ERRORS as error:
            raise Unavailable(WHAT) from error

"""What an operator does with a database: upgrade it, look at it, copy it, bring a copy back."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, TextIO, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from nazh.adapters.outbound.sql.dice.fair import fill_open_sessions
from nazh.adapters.outbound.sql.dice.fair_rows import SESSIONS
from nazh.adapters.outbound.sql.dice.rolls import ROLLS
from nazh.adapters.outbound.sql.dumping import BadDump, NotEmpty, dump, restore
from nazh.adapters.outbound.sql.migrating import UnknownRevision, revision, revisions
from nazh.adapters.outbound.sql.postgresql import PostgresDatabase
from nazh.adapters.outbound.sql.sqlite import SqliteDatabase
from nazh.application.shared.ports import StoreTrouble
from nazh.domain.kernel.errors import Unavailable

HOURS: Final = 6 * 3600.0
"""Seconds for the largest database there may be."""
Result = TypeVar("Result")


class SqlKeeper:
    """Keeps one database for the operator. Each method may be called while a bot runs on it."""

    def __init__(self, database: SqliteDatabase | PostgresDatabase) -> None:
        self._database = database

    async def upgrade(self) -> None:
        """Make the database, or migrate it. Raises ``StoreTrouble``."""
        try:
            await self._database.open()
        finally:
            await self._database.close()

    async def status(self) -> dict[str, str | int | None]:
        """Return where the database is, its revision, the newest, and how much is in it."""
        newest = revisions()[-1]

        def look(connection: Connection) -> dict[str, str | int | None]:
            found = revision(connection)
            told: dict[str, str | int | None]
            told = {"revision": found, "newest": newest, "rolls": None, "open_sessions": None}
            if found == newest:
                rolls = select(func.count()).select_from(ROLLS)
                told["rolls"] = connection.execute(rolls).scalar_one()
                sessions = select(func.count()).where(SESSIONS.c.closing.is_(None))
                told["open_sessions"] = connection.execute(sessions).scalar_one()
            return told

        nothing = {"revision": None, "newest": newest, "rolls": None, "open_sessions": None}
        found = await self._do(look) if self._database.is_there else nothing
        return {"database": self._database.name, **found}

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        """Write a dump to ``file``, whole or not at all; return its rows. Raises StoreTrouble."""
        if not self._database.is_there:
            raise StoreTrouble(f"There is no database {self._database.name}.")
        with _new_file(file, overwrites=overwrites) as written:
            return await self._do(lambda connection: dump(connection, written))

    async def restore(self, file: Path, *, overwrites: bool) -> int:
        """Put the dump in ``file`` in the place of everything, whole or not at all.

        Fair sessions that are open in it can only be closed. Returns its rows. Raises StoreTrouble.
        """

        def work(connection: Connection) -> int:
            rows = restore(connection, lines, overwrites=overwrites)
            fill_open_sessions(connection)
            return rows

        try:
            with file.open(encoding="utf-8") as lines:
                self._database.make_room()
                return await self._do(work, writes=True)
        except NotEmpty as error:
            raise StoreTrouble(
                f"The database {self._database.name} is not empty. Back it up and add --force: "
                "everything in it is replaced."
            ) from error
        except BadDump as error:
            raise StoreTrouble(f"{file} {error}. Nothing was changed.") from error
        except UnknownRevision as error:
            raise StoreTrouble(f"{file} {error} Nothing was changed.") from error
        except UnicodeDecodeError as error:
            raise StoreTrouble(f"{file} is no dump of Nazh's. Nothing was changed.") from error
        except OSError as error:
            raise StoreTrouble(f"{file} cannot be read ({error.strerror}).") from error

    async def _do(self, work: Callable[[Connection], Result], *, writes: bool = False) -> Result:
        try:
            if writes:
                return await self._database.write(work, HOURS)
            return await self._database.read(work, HOURS)
        except Unavailable as error:
            raise self._database.trouble(error) from error
        except SQLAlchemyError as error:
            raise StoreTrouble(f"The dump does not fit the database ({error}).") from error
        finally:
            await self._database.close()


@contextmanager
def _new_file(file: Path, *, overwrites: bool) -> Iterator[TextIO]:
    """Yield a file beside ``file`` that takes its place when all was written to the disk."""
    if file.exists() and not overwrites:
        raise StoreTrouble(f"{file} is there already. Name another file, or add --force.")
    try:
        with NamedTemporaryFile(
            "w", dir=file.parent, prefix=f".{file.name}.", encoding="utf-8", delete=False
        ) as written:
            try:
                yield written.file  # type: ignore[misc]  # a text file, as its mode says
                written.flush()
                os.fsync(written.fileno())
                Path(written.name).replace(file)
            except BaseException:
                Path(written.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StoreTrouble(f"{file} cannot be written ({error.strerror}).") from error

"""Administers a database for ``nazh db`` (migration, status, backup and restore)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, TextIO, TypeVar

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import SQLAlchemyError

from nazh.adapters.outbound.sql.context_tables import ContextTables
from nazh.adapters.outbound.sql.databases.postgresql import PostgresDatabase
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.dumps import DatabaseNotEmpty, InvalidDump, dump, restore
from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.adapters.outbound.sql.migrations.migrating import UnknownRevision, is_newer, revision
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.application.shared.database_status import ChainStatus, DatabaseStatus, Restored
from nazh.application.shared.ports import Clock, StoreError
from nazh.domain.kernel.encoding import storable
from nazh.domain.kernel.errors import Unavailable

ADMIN_TIMEOUT: Final = 6 * 3600.0
"""Seconds, enough for the largest database."""
Result = TypeVar("Result")


class SqlAdmin:
    """Administers one database. Each method may be called while a bot is using it.

    The rows of ``counted`` contexts are counted. ``restored`` returns all contexts that a dump may
    have rows of. ``known`` are the chains of all contexts, including disabled ones, whose rows are
    dumped and restored too.
    """

    def __init__(
        self,
        database: SqliteDatabase | PostgresDatabase,
        clock: Clock,
        counted: Iterable[ContextTables] = (),
        restored: Callable[[], Iterable[ContextTables]] = tuple,
        known: Iterable[Migrations] = (),
    ) -> None:
        self._database = database
        self._clock = clock
        self._counted = counted
        self._restored = restored
        self._chains = database.chains
        self._stored = tuple(dict.fromkeys((*database.chains, *known)))

    async def upgrade(self) -> None:
        """Create or migrate the database. Raises ``StoreError``."""
        try:
            await self._database.open()
        finally:
            await self._database.close()

    async def status(self) -> DatabaseStatus:
        """Return the database's name, the revision of every chain, and its row counts."""
        chains = self._chains
        missing = tuple(ChainStatus(chain.name, None, chain.newest) for chain in chains)

        def query(connection: Connection) -> DatabaseStatus:
            chain_statuses = tuple(
                ChainStatus(chain.name, revision(connection, chain), chain.newest)
                for chain in chains
            )
            status = DatabaseStatus(self._database.name, chain_statuses)
            if not all(chain_status.is_newest for chain_status in chain_statuses):
                return status
            counts = (tables.count(connection).items() for tables in self._counted)
            return replace(status, counts=dict(chain.from_iterable(counts)))

        if not self._database.exists:
            return DatabaseStatus(self._database.name, missing)
        return await self._run(query)

    async def backup(self, file: Path, *, overwrites: bool) -> int:
        """Write a complete dump to ``file`` atomically; return its rows. Raises StoreError."""
        if not self._database.exists:
            raise StoreError(f"There is no database {self._database.name}.")
        try:
            with _new_file(file, self._database.files, overwrites=overwrites) as output:
                return await self._run(lambda connection: dump(connection, output, self._stored))
        except UnknownRevision as error:
            raise StoreError(f"The database {self._database.name} {error}") from error

    async def restore(self, file: Path, *, overwrites: bool) -> Restored:
        """Replace everything with the dump in ``file``, atomically.

        Raises StoreError.
        """

        def work(connection: Connection) -> Restored:
            was_newer = is_newer(connection, self._stored)
            rows = restore(connection, lines, self._chains, self._stored, overwrites=overwrites)
            notes = [tables.after_restore(connection) for tables in self._restored()]
            if was_newer:
                notes.append(_unknown_tables_note(connection, self._stored))
            record(connection, self._restored_entry(file, rows))
            return Restored(rows, tuple(chain.from_iterable(notes)))

        try:
            with file.open(encoding="utf-8") as lines:
                self._database.prepare()
                return await self._run(work, writes=True)
        except DatabaseNotEmpty as error:
            raise StoreError(
                f"The database {self._database.name} is not empty. Back it up and add --force: "
                "everything in it is replaced."
            ) from error
        except InvalidDump as error:
            raise StoreError(f"{file} {error}. Nothing was changed.") from error
        except UnknownRevision as error:
            raise StoreError(f"{file} {error} Nothing was changed.") from error
        except UnicodeDecodeError as error:
            raise StoreError(f"{file} is not a dump from Nazh. Nothing was changed.") from error
        except OSError as error:
            raise StoreError(f"{file} cannot be read ({error.strerror}).") from error

    def _restored_entry(self, file: Path, rows: int) -> AuditEntry:
        return AuditEntry(
            at=self._clock.now(),
            guild=None,
            actor=None,
            action="database.restored",
            target=storable(file.name),
            after={"rows": rows},
        )

    async def _run(self, work: Callable[[Connection], Result], *, writes: bool = False) -> Result:
        try:
            if writes:
                return await self._database.write(work, ADMIN_TIMEOUT)
            return await self._database.read(work, ADMIN_TIMEOUT)
        except Unavailable as error:
            raise self._database.to_store_error(error) from error
        except SQLAlchemyError as error:
            raise StoreError(f"The dump does not fit the database ({error}).") from error
        finally:
            await self._database.close()


def _unknown_tables_note(connection: Connection, chains: Iterable[Migrations]) -> tuple[str, ...]:
    """Return a line that names the tables which a newer version has left, if there are any."""
    known = {name for chain in chains for name in (*chain.tables, chain.version_table)}
    unknown = sorted({*inspect(connection).get_table_names()} - known)
    if not unknown:
        return ()
    note = "The database was written by a newer version of Nazh, and these tables remain from it"
    return (f"{note}: {', '.join(unknown)}. Drop those that are Nazh's before you update again.",)


@contextmanager
def _new_file(file: Path, kept: Iterable[Path], *, overwrites: bool) -> Iterator[TextIO]:
    """Yield a temporary file that replaces ``file`` once it is complete and synced to disk.

    Of a symbolic link, the target is replaced. The database's files ``kept`` never are.
    """
    target = Path(os.path.realpath(file))
    if target in (Path(os.path.realpath(own)) for own in kept):
        raise StoreError(f"{file} belongs to the database itself. Name another file.")
    if target.exists() and not target.is_file():
        raise StoreError(f"{file} is not a regular file. Name another file.")
    if target.exists() and not overwrites:
        raise StoreError(f"{file} already exists. Name another file, or add --force.")
    try:
        with NamedTemporaryFile(
            "w", dir=target.parent, prefix=f".{target.name}.", encoding="utf-8", delete=False
        ) as output:
            try:
                yield output.file  # type: ignore[misc]  # a text file, as its mode says
                output.flush()
                os.fsync(output.fileno())
                Path(output.name).replace(target)
            except BaseException:
                Path(output.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise StoreError(f"{file} cannot be written ({error.strerror}).") from error

"""Provides a SQLite file or a PostgreSQL database of their own to tests."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final
from uuid import uuid4

from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from nazh.adapters.outbound.sql.databases.database import Database, Result, Work
from nazh.adapters.outbound.sql.databases.factory import new_database
from nazh.wiring.contexts import migrations_of
from tests.external_services import absent

CreateDatabase = Callable[[Path], AbstractAsyncContextManager[str]]
Prepare = Callable[[Database], Awaitable[None]]
"""Writes what tests begin with into an empty database."""
Prepared = Callable[[Prepare], AbstractAsyncContextManager[Database]]
"""Opens a copy of a prepared database."""
CorruptLines = Callable[[list[str]], list[str]]
"""A manipulation of a file's lines in a test."""
POSTGRESQL: Final = os.environ.get("TEST_POSTGRESQL_URL", "postgresql://postgres@127.0.0.1:5432")
"""A server on which tests may create and drop databases."""
_TemplateKey = tuple[CreateDatabase, Prepare, tuple[str, ...]]
_REMEMBER: Final = (
    "CREATE SCHEMA prepared",
    """
    CREATE TABLE prepared.sequences AS
        SELECT sequencename AS name, last_value FROM pg_sequences WHERE schemaname = 'public'
    """,
    """
    DO $$ DECLARE
        name text;
    BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TABLE prepared.rows_of_%s AS TABLE public.%I', name, name);
        END LOOP;
    END $$
    """,
    """
    CREATE FUNCTION prepared.restore() RETURNS boolean LANGUAGE plpgsql
    SET session_replication_role = replica AS $$
    DECLARE
        name text;
    BEGIN
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid();
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('DELETE FROM public.%I', name);
            EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE'
                ' SELECT * FROM prepared.rows_of_%s', name, name);
        END LOOP;
        PERFORM setval(format('public.%I', sequences.name)::regclass,
            coalesce(last_value, 1), last_value IS NOT NULL) FROM prepared.sequences;
        RETURN pg_database_size(current_database()) < 32000000;
    END $$
    """,
)
"""Statements that store all rows of a database in a schema of its own.

The function restores them without triggers and foreign keys, after closing connections that a test
left open. It returns false if the database has grown to about three times its size.
"""


@asynccontextmanager
async def sqlite(folder: Path) -> AsyncIterator[str]:
    """Yield the address of a file that does not exist yet."""
    yield f"sqlite:///{folder / 'nazh.sqlite3'}"


@asynccontextmanager
async def postgresql(folder: Path) -> AsyncIterator[str]:
    """Yield the address of an empty database, and drop it afterwards; ``folder`` is not used."""
    name = f"nazh_test_{uuid4().hex}"
    await _tell_server(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield f"{POSTGRESQL}/{name}"
    finally:
        await _tell_server(f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def copied(address: str, folder: Path) -> AsyncIterator[str]:
    """Yield the address of a copy of a database that nobody has open, and drop it afterwards."""
    copy = await _copy(address, folder)
    try:
        yield copy
    finally:
        await _drop(copy)


@asynccontextmanager
async def opened(address: str, *contexts: str) -> AsyncIterator[Database]:
    """Yield the database at ``address``, migrated for these contexts, and close it afterwards."""
    database = new_database(address, migrations_of(contexts))
    await database.open()
    try:
        yield database
    finally:
        await database.close()


async def nothing(database: Database) -> None:
    """Leave a database empty."""


class Templates:
    """Databases that are migrated and prepared once, and copied for each test.

    On PostgreSQL, dropping a database takes far longer than restoring its rows, so a copy is
    restored after each test, for the next one.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._addresses: dict[_TemplateKey, str] = {}
        self._copies: defaultdict[_TemplateKey, list[str]] = defaultdict(list)

    @asynccontextmanager
    async def opened(
        self,
        create_database: CreateDatabase,
        contexts: tuple[str, ...],
        folder: Path,
        prepare: Prepare,
    ) -> AsyncIterator[Database]:
        """Yield a patient copy of the database that ``create_database`` and ``prepare`` give."""
        key = (create_database, prepare, contexts)
        if key not in self._addresses:
            self._addresses[key] = await self._template(create_database, contexts, prepare)
        copies = self._copies[key]
        address = copies.pop() if copies else await _copy(self._addresses[key], folder)
        try:
            async with opened(address, *contexts) as database:
                yield patient(database)
        finally:
            if await _restored(address):
                copies.append(address)
            else:
                await _drop(address)

    async def drop(self) -> None:
        """Drop the templates and their copies."""
        for address in (*self._addresses.values(), *chain(*self._copies.values())):
            await _drop(address)

    async def _template(
        self, create_database: CreateDatabase, contexts: tuple[str, ...], prepare: Prepare
    ) -> str:
        folder = self._folder / uuid4().hex
        folder.mkdir()
        async with create_database(folder) as address:
            async with opened(address, *contexts) as database:
                await prepare(patient(database))
            await _remember(address)
            return await _copy(address, folder)


def patient(database: Database) -> Database:
    """Let transactions take a minute, in tests that are not about time, on a busy machine."""
    for name in ("read", "write"):
        setattr(database, name, partial(_in_a_minute, getattr(database, name)))
    return database


async def _in_a_minute(
    run: Callable[[Work[Result], float], Awaitable[Result]],
    work: Work[Result],
    timeout: float = 60.0,
) -> Result:
    return await run(work, max(timeout, 60.0))


async def _copy(address: str, folder: Path) -> str:
    name = f"nazh_test_{uuid4().hex}"
    source = make_url(address).database
    assert source is not None
    if address.startswith("sqlite"):
        return f"sqlite:///{shutil.copy(source, folder / name)}"
    await _tell_server(f"CREATE DATABASE {name} TEMPLATE {source}")
    return f"{POSTGRESQL}/{name}"


async def _drop(address: str) -> None:
    if not address.startswith("sqlite"):
        await _tell_server(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")


async def _remember(address: str) -> None:
    """Store all rows in the database itself, for ``_restored``."""
    if not address.startswith("sqlite"):
        for command in _REMEMBER:
            await _tell_server(command, make_url(address).database)


async def _restored(address: str) -> bool:
    """Restore the rows of a database; return false if it can't be used again.

    It can't if it is a file, which is as easily copied, or if large tables were filled, because
    the space of deleted rows slows down statements.
    """
    if address.startswith("sqlite"):
        return False
    return bool(await _tell_server("SELECT prepared.restore()", make_url(address).database))


async def _tell_server(command: str, database: str | None = "postgres") -> object:
    """Execute a command, and return the first value of the first row, if there are rows."""
    url = make_url(POSTGRESQL).set(drivername="postgresql+asyncpg", database=database)
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            result = await connection.execute(text(command))
            return result.scalar() if result.returns_rows else None
    except (OSError, TimeoutError, SQLAlchemyError) as error:
        absent("postgresql", f"{POSTGRESQL} does not answer ({error})")
    finally:
        await engine.dispose()

"""Provides a SQLite file or a PostgreSQL database of their own to tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
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
    """Databases that are migrated and prepared once, and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._addresses: dict[tuple[CreateDatabase, Prepare, tuple[str, ...]], str] = {}

    @asynccontextmanager
    async def opened(
        self,
        create_database: CreateDatabase,
        contexts: tuple[str, ...],
        folder: Path,
        prepare: Prepare,
    ) -> AsyncIterator[Database]:
        """Yield a patient copy of the database that ``made`` and ``prepare`` give."""
        key = (create_database, prepare, contexts)
        if key not in self._addresses:
            self._addresses[key] = await self._template(create_database, contexts, prepare)
        async with (
            copied(self._addresses[key], folder) as address,
            opened(address, *contexts) as database,
        ):
            yield patient(database)

    async def drop(self) -> None:
        """Drop the templates."""
        for address in self._addresses.values():
            await _drop(address)

    async def _template(
        self, create_database: CreateDatabase, contexts: tuple[str, ...], prepare: Prepare
    ) -> str:
        folder = self._folder / uuid4().hex
        folder.mkdir()
        async with create_database(folder) as address:
            async with opened(address, *contexts) as database:
                await prepare(patient(database))
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


async def _tell_server(command: str) -> None:
    url = make_url(POSTGRESQL).set(drivername="postgresql+asyncpg", database="postgres")
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(command))
    except (OSError, TimeoutError, SQLAlchemyError) as error:
        absent("postgresql", f"{POSTGRESQL} does not answer ({error})")
    finally:
        await engine.dispose()

"""Creates the database for a URL."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from nazh.adapters.outbound.sql.databases.database import NAMED_BY, Database
from nazh.adapters.outbound.sql.databases.sqlite import SqliteDatabase
from nazh.adapters.outbound.sql.migrations.chains import CORE, Migrations
from nazh.adapters.outbound.sql.migrations.migrating import UnknownRevision, revision
from nazh.application.shared.ports import StoreError
from nazh.domain.kernel.errors import Unavailable

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.databases.postgresql import PostgresDatabase


def new_database(
    address: str, contexts: Sequence[Migrations] = (), named_by: str = NAMED_BY
) -> SqliteDatabase | PostgresDatabase:
    """Return the database at ``sqlite:///…`` or ``postgresql://…``; nothing is opened yet.

    ``contexts`` are its migration chains in addition to the core's. ``named_by`` is the variable or
    option that names the address, for messages to operators.
    """
    chains = (CORE, *contexts)
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        if not url.database:
            raise ValueError("the address of a SQLite database must name a file")
        return SqliteDatabase(Path(url.database), chains, named_by)
    # Imported only for PostgreSQL, so that a bot on SQLite starts without its driver.
    from nazh.adapters.outbound.sql.databases.postgresql import (
        DRIVER_SSL_MODE,
        SSL_MODE,
        PostgresDatabase,
    )

    mode = url.query.get(SSL_MODE)
    url = url.difference_update_query((SSL_MODE,)).set(drivername="postgresql+asyncpg")
    url = url if mode is None else url.update_query_dict({DRIVER_SSL_MODE: mode})
    return PostgresDatabase(url, chains=chains, named_by=named_by)


@asynccontextmanager
async def open_read_only(
    address: str, contexts: Sequence[Migrations] = ()
) -> AsyncIterator[Database | None]:
    """Yield a database for reading while others use it, or ``None`` if it does not exist.

    Raises ``StoreError`` if it does not answer, or needs a migration.
    """
    database = new_database(address, contexts)
    try:
        if not database.exists or await database.read(partial(revision, chain=CORE)) is None:
            yield None
            return
        for chain in database.chains:
            stored = await database.read(partial(revision, chain=chain))
            if stored not in (None, *chain.revisions):
                raise StoreError(f"The database {database.name} {UnknownRevision()}")
            if stored != chain.newest:
                raise StoreError(
                    f"The database {database.name} has revision {stored} of {chain.name}, and this "
                    f"program reads {chain.newest}. Run nazh db upgrade."
                )
        yield database
    except Unavailable as error:
        raise database.to_store_error(error) from error
    finally:
        await database.close()

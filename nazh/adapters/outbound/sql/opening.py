"""Opening: the address of a database becomes the database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import make_url

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.migrating import revision, revisions
from nazh.adapters.outbound.sql.sqlite import SqliteDatabase
from nazh.application.shared.ports import StoreTrouble
from nazh.domain.kernel.errors import Unavailable

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.postgresql import PostgresDatabase

_SSL_MODE: Final = "sslmode"


def new_database(address: str) -> SqliteDatabase | PostgresDatabase:
    """Return the database at ``sqlite:///…`` or ``postgresql://…``; nothing is opened yet."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        if not url.database:
            raise ValueError("the address of a SQLite database names a file")
        return SqliteDatabase(Path(url.database))
    # Who keeps rolls in a file need not wait for what awaits a server.
    from nazh.adapters.outbound.sql.postgresql import PostgresDatabase

    # The driver has another word for what everybody else calls sslmode.
    mode = url.query.get(_SSL_MODE)
    url = url.difference_update_query((_SSL_MODE,)).set(drivername="postgresql+asyncpg")
    return PostgresDatabase(url if mode is None else url.update_query_dict({"ssl": mode}))


@asynccontextmanager
async def looking_into(address: str) -> AsyncIterator[Database | None]:
    """Yield a database to be read, whoever runs on it; ``None`` where nothing was ever kept.

    Raises ``StoreTrouble`` where it does not answer, and where it is not up to date.
    """
    database = new_database(address)
    try:
        found = await database.read(revision) if database.is_there else None
        if found not in (None, newest := revisions()[-1]):
            raise StoreTrouble(
                f"The database {database.name} has revision {found}, and this program reads "
                f"{newest}. Run nazh db upgrade."
            )
        yield None if found is None else database
    except Unavailable as error:
        raise database.trouble(error) from error
    finally:
        await database.close()

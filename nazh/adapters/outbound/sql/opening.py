"""Opening: the address of a database becomes the database."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from nazh.adapters.outbound.sql.postgresql import PostgresDatabase
from nazh.adapters.outbound.sql.sqlite import SqliteDatabase

_SSL_MODE: Final = "sslmode"


def new_database(address: str) -> SqliteDatabase | PostgresDatabase:
    """Return the database at ``sqlite:///…`` or ``postgresql://…``; nothing is opened yet."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        if not url.database:
            raise ValueError("the address of a SQLite database names a file")
        return SqliteDatabase(Path(url.database))
    # The driver has another word for what everybody else calls sslmode.
    mode = url.query.get(_SSL_MODE)
    url = url.difference_update_query((_SSL_MODE,)).set(drivername="postgresql+asyncpg")
    return PostgresDatabase(url if mode is None else url.update_query_dict({"ssl": mode}))

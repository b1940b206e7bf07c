"""Sets the isolation level of transactions that read with several statements."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

_REPEATABLE_READ: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def read_one_snapshot(connection: Connection) -> None:
    """Let all statements see what was committed at the first, before which this is called.

    In PostgreSQL this needs a transaction, which a read with a longer timeout has. SQLite does it
    anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_REPEATABLE_READ)

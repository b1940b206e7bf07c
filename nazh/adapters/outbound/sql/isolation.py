"""Isolates transactions that read with several statements, or count before they insert."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select, text

_REPEATABLE_READ: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def read_one_snapshot(connection: Connection) -> None:
    """Let all statements see what was committed at the first, before which this is called.

    In PostgreSQL this needs a transaction, which a read with a longer timeout has. SQLite does it
    anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_REPEATABLE_READ)


def serialize(connection: Connection, table: str, key: str) -> None:
    """Let transactions about the same ``key`` in ``table`` wait for one another until they end.

    SQLite has a single writer, for which everyone waits anyway.
    """
    if connection.dialect.name == "postgresql":
        keys = func.hashtext(table), func.hashtext(key)
        connection.execute(select(func.pg_advisory_xact_lock(*keys)))

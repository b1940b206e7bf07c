"""Stores the outbox in a database, one row for each undelivered message."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.isolation import serialize
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.shared.outbox import OutboxMessage

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("topic", Text),
    Column("payload", Text),
    Column("attempts", Integer),
    Column("due_at", BigInteger),
    sqlite_autoincrement=True,
)
"""The schema after the newest migration. ``due_at`` is in microseconds since 1970, UTC."""


def put_in_outbox(connection: Connection, topic: str, payload: str, at: datetime) -> None:
    """Add a message in the transaction of ``connection``.

    In PostgreSQL, transactions that add messages to one topic are serialized; otherwise a message
    with a lower number could be committed later.
    """
    serialize(connection, OUTBOX.name, topic)
    values = {"topic": topic, "payload": payload, "attempts": 0, "due_at": microseconds(at)}
    connection.execute(insert(OUTBOX).values(values))


class SqlOutbox:
    """Satisfies ``Outbox`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heads(self, topics: Collection[str], now: datetime) -> tuple[OutboxMessage, ...]:
        """Return the oldest message of each topic that is due."""
        first = (
            select(func.min(OUTBOX.c.seq))
            .where(OUTBOX.c.topic.in_(sorted(topics)))
            .group_by(OUTBOX.c.topic)
        )
        due = select(OUTBOX).where(OUTBOX.c.seq.in_(first), OUTBOX.c.due_at <= microseconds(now))

        def query(connection: Connection) -> tuple[OutboxMessage, ...]:
            rows = connection.execute(due)
            return tuple(
                OutboxMessage(row.seq, row.topic, row.payload, row.attempts) for row in rows
            )

        return await self._database.read(query)

    async def delete(self, message: OutboxMessage) -> None:
        """Delete a delivered message."""
        statement = delete(OUTBOX).where(OUTBOX.c.seq == message.id)

        def write(connection: Connection) -> None:
            connection.execute(statement)

        await self._database.write(write)

    async def postpone(self, message: OutboxMessage, until: datetime) -> None:
        """Count a failed attempt."""
        values = {"attempts": message.attempts + 1, "due_at": microseconds(until)}
        statement = update(OUTBOX).where(OUTBOX.c.seq == message.id).values(values)

        def write(connection: Connection) -> None:
            connection.execute(statement)

        await self._database.write(write)

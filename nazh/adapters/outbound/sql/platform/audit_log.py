"""Writes and reads the audit log, one row for each change, chained by digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from secrets import token_hex
from typing import Final, TypeVar

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    Table,
    Text,
    func,
    insert,
    select,
    update,
)

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.isolation import read_one_snapshot
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.shared.audit.audit_chain import (
    AuditRow,
    ChainEnds,
    Link,
    body_digest,
    origin_digest,
    row_digest,
)
from nazh.application.shared.audit.audit_log import AuditEntry, Details

AUDIT_LOG: Final = Table(
    "audit_log",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger),
    Column("guild", BigInteger),
    Column("actor", BigInteger),
    Column("interaction", Text),
    Column("salt", Text),
    Column("origin", Text),
    Column("action", Text),
    Column("target", Text),
    Column("before", Text),
    Column("after", Text),
    Column("body", Text),
    Column("digest", Text),
)
"""The schema after the newest migration, in the order of ``AuditRow``."""
AUDIT_ENDS: Final = Table(
    "audit_ends",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last_seq", BigInteger),
    Column("last_digest", Text),
    Column("pruned_seq", BigInteger),
    Column("pruned_digest", Text),
)
"""A single row with both ends of the chain, which is written with the first entry."""
READ_TIMEOUT: Final = 6 * 3600.0
"""Seconds for reading all rows, which only an operator does."""
_SALT_BYTES: Final = 16
_BATCH_SIZE: Final = 500
_THE_ENDS: Final = 1
Result = TypeVar("Result")


def record(connection: Connection, entry: AuditEntry) -> None:
    """Add an entry in the transaction of ``connection``, whose last write this should be.

    In PostgreSQL, transactions that add entries wait for one another until they end, because each
    row needs the digest of the one before. SQLite has one writer anyway.
    """
    lock_chain(connection)
    ends = read_ends(connection)
    seq, at, salt = ends.last.seq + 1, microseconds(entry.at), token_hex(_SALT_BYTES)
    origin = origin_digest(salt, entry.actor, entry.interaction)
    before, after = _written(entry.before), _written(entry.after)
    body = body_digest(entry.guild, origin, entry.action, entry.target, before, after)
    row = AuditRow(
        seq=seq,
        at=at,
        guild=entry.guild,
        actor=entry.actor,
        interaction=entry.interaction,
        salt=salt,
        origin=origin,
        action=entry.action,
        target=entry.target,
        before=before,
        after=after,
        body=body,
        digest=row_digest(seq, at, ends.last.digest, body),
    )
    connection.execute(insert(AUDIT_LOG).values(row._asdict()))
    write_ends(connection, ChainEnds(Link(seq, row.digest), ends.pruned))


def lock_chain(connection: Connection) -> None:
    """Lock the ends of the chain until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(AUDIT_LOG.name))))


def read_ends(connection: Connection) -> ChainEnds:
    """Return both ends of the chain."""
    row = connection.execute(select(AUDIT_ENDS)).first()
    if row is None:
        return ChainEnds()
    return ChainEnds(Link(row.last_seq, row.last_digest), Link(row.pruned_seq, row.pruned_digest))


def write_ends(connection: Connection, ends: ChainEnds) -> None:
    """Store both ends of the chain, which the caller has locked."""
    values = {
        "last_seq": ends.last.seq,
        "last_digest": ends.last.digest,
        "pruned_seq": ends.pruned.seq,
        "pruned_digest": ends.pruned.digest,
    }
    if connection.execute(update(AUDIT_ENDS).values(values)).rowcount == 0:
        connection.execute(insert(AUDIT_ENDS).values(id=_THE_ENDS, **values))


class SqlAuditLog:
    """Satisfies ``AuditLog``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def replay(self, work: Callable[[ChainEnds, Iterator[AuditRow]], Result]) -> Result:
        """Return the result of ``work`` for the rows in their order."""
        ordered = select(AUDIT_LOG).order_by(AUDIT_LOG.c.seq)

        def query(connection: Connection) -> Result:
            read_one_snapshot(connection)
            ends = read_ends(connection)
            rows = connection.execution_options(yield_per=_BATCH_SIZE).execute(ordered)
            return work(ends, map(AuditRow._make, rows))

        return await self._database.read(query, READ_TIMEOUT)


def _written(details: Details | None) -> str | None:
    """Return details as JSON."""
    if details is None:
        return None
    return json.dumps(dict(details), ensure_ascii=False, separators=(",", ":"), sort_keys=True)

"""Stores gateway sessions in a database, one row per shard."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Table,
    Text,
    and_,
    false,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.shared.gateway_sessions import Session, Shard, StoredSession

GATEWAY_SESSIONS: Final = Table(
    "gateway_sessions",
    METADATA,
    Column("application", BigInteger, primary_key=True),
    Column("shard", Integer, primary_key=True),
    Column("shards", Integer, primary_key=True),
    Column("session", Text),
    Column("sequence", BigInteger),
    Column("url", Text),
    Column("at", BigInteger),
    Column("holder", Text),
)
"""The schema after the newest migration. ``at`` is in microseconds since 1970, UTC."""


class SqlGatewaySessionStore:
    """Satisfies ``GatewaySessionStore`` over one database."""

    __slots__ = ("_database",)
    supports_resume = True

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, StoredSession]:
        """Return the stored sessions of ``shards``."""
        condition = or_(false(), *map(_is_shard, shards))

        def query(connection: Connection) -> dict[Shard, StoredSession]:
            rows = connection.execute(select(GATEWAY_SESSIONS).where(condition)).mappings()
            return {_shard_of(row): _stored_session(row) for row in rows}

        return await self._database.read(query)

    async def claim(self, shard: Shard, kept: StoredSession, owner: str) -> bool:
        """Make ``owner`` the owner of ``kept``; return whether no one else claimed it first."""
        unchanged = and_(
            GATEWAY_SESSIONS.c.session == kept.session.id,
            GATEWAY_SESSIONS.c.at == microseconds(kept.at),
            GATEWAY_SESSIONS.c.holder.is_not_distinct_from(kept.owner),
        )
        statement = update(GATEWAY_SESSIONS).where(_is_shard(shard), unchanged).values(holder=owner)

        def write(connection: Connection) -> bool:
            return connection.execute(statement).rowcount == 1

        return await self._database.write(write)

    async def save(
        self, sessions: Mapping[Shard, Session], at: datetime, owner: str | None
    ) -> None:
        """Replace the stored sessions."""
        # The order is always the same, so that concurrent writers of the same rows cannot deadlock.
        ordered = sorted(sessions.items())

        def write(connection: Connection) -> None:
            for shard, session in ordered:
                _upsert(connection, shard, session, at, owner)

        try:
            await self._database.write(write)
        except IntegrityError:
            # Another process has inserted the same shard meanwhile.
            await self._database.write(write)


def _is_shard(shard: Shard) -> ColumnElement[bool]:
    return and_(
        GATEWAY_SESSIONS.c.application == shard.application,
        GATEWAY_SESSIONS.c.shard == shard.id,
        GATEWAY_SESSIONS.c.shards == shard.count,
    )


def _upsert(
    connection: Connection, shard: Shard, session: Session, at: datetime, owner: str | None
) -> None:
    values = {
        "session": session.id,
        "sequence": session.sequence,
        "url": session.url,
        "at": microseconds(at),
        "holder": owner,
    }
    if (
        connection.execute(update(GATEWAY_SESSIONS).where(_is_shard(shard)).values(values)).rowcount
        == 0
    ):
        key = {"application": shard.application, "shard": shard.id, "shards": shard.count}
        connection.execute(insert(GATEWAY_SESSIONS).values(**key, **values))


def _shard_of(row: RowMapping) -> Shard:
    return Shard(int(row["application"]), int(row["shard"]), int(row["shards"]))


def _stored_session(row: RowMapping) -> StoredSession:
    session = Session(str(row["session"]), int(row["sequence"]), str(row["url"]))
    owner = row["holder"]
    return StoredSession(session, instant(row["at"]), None if owner is None else str(owner))

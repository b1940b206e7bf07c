"""The sessions of gateway lines in a database: one row for each shard, the latest session of it."""

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
    MetaData,
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

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dice.rolls import instant, microseconds
from nazh.application.shared.gateway import KeptSession, Session, Shard

SESSIONS: Final = Table(
    "gateway_sessions",
    MetaData(),
    Column("application", BigInteger, primary_key=True),
    Column("shard", Integer, primary_key=True),
    Column("shards", Integer, primary_key=True),
    Column("session", Text),
    Column("sequence", BigInteger),
    Column("url", Text),
    Column("at", BigInteger),
    Column("holder", Text),
)
"""As the newest migration leaves it. ``at`` is in microseconds since 1970, UTC."""


class SqlGatewaySessions:
    """Satisfies ``GatewaySessions`` over one database."""

    __slots__ = ("_database",)
    outlive_the_process = True

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, shards: Collection[Shard]) -> Mapping[Shard, KeptSession]:
        """Return what is kept for ``shards``."""
        sought = or_(false(), *map(_of, shards))

        def look(connection: Connection) -> dict[Shard, KeptSession]:
            rows = connection.execute(select(SESSIONS).where(sought)).mappings()
            return {_shard_of(row): _kept_in(row) for row in rows}

        return await self._database.read(look)

    async def claim(self, shard: Shard, kept: KeptSession, holder: str) -> bool:
        """Make ``holder`` the one who holds what was read; whether nobody came in between."""
        unchanged = and_(
            SESSIONS.c.session == kept.session.id,
            SESSIONS.c.at == microseconds(kept.at),
            SESSIONS.c.holder.is_not_distinct_from(kept.holder),
        )
        statement = update(SESSIONS).where(_of(shard), unchanged).values(holder=holder)

        def write(connection: Connection) -> bool:
            return connection.execute(statement).rowcount == 1

        return await self._database.write(write)

    async def keep(
        self, sessions: Mapping[Shard, Session], at: datetime, holder: str | None
    ) -> None:
        """Put ``sessions`` in the place of what was there."""
        # Always in the same order, so that two who write the same rows cannot block each other.
        ordered = sorted(sessions.items(), key=lambda one: one[0])

        def write(connection: Connection) -> None:
            for shard, session in ordered:
                _put(connection, shard, session, at, holder)

        try:
            await self._database.write(write)
        except IntegrityError:
            # Another process has put down the same shard meanwhile.
            await self._database.write(write)


def _of(shard: Shard) -> ColumnElement[bool]:
    return and_(
        SESSIONS.c.application == shard.application,
        SESSIONS.c.shard == shard.id,
        SESSIONS.c.shards == shard.count,
    )


def _put(
    connection: Connection, shard: Shard, session: Session, at: datetime, holder: str | None
) -> None:
    values = {
        "session": session.id,
        "sequence": session.sequence,
        "url": session.url,
        "at": microseconds(at),
        "holder": holder,
    }
    if connection.execute(update(SESSIONS).where(_of(shard)).values(values)).rowcount == 0:
        key = {"application": shard.application, "shard": shard.id, "shards": shard.count}
        connection.execute(insert(SESSIONS).values(**key, **values))


def _shard_of(row: RowMapping) -> Shard:
    return Shard(int(row["application"]), int(row["shard"]), int(row["shards"]))


def _kept_in(row: RowMapping) -> KeptSession:
    session = Session(str(row["session"]), int(row["sequence"]), str(row["url"]))
    holder = row["holder"]
    return KeptSession(session, instant(row["at"]), None if holder is None else str(holder))

"""The table of the toy, which its own migration makes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    update,
)

from nazh.adapters.outbound.sql.context_tables import ContextTables
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.platform.outbox import put_in_outbox
from nazh.domain.kernel.identity import GuildId, RequestId, UserId
from tests.toy.rings import RUNG, Rings

RINGS: Final = Table(
    "toy_rings",
    METADATA,
    Column("request", Text, primary_key=True),
    Column("user", BigInteger),
    Column("guild", BigInteger),
    Column("has_echoed", Boolean),
)


class SqlRings:
    """Satisfies ``RingStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, ring: RequestId, user: UserId, guild: GuildId | None, at: datetime) -> int:
        known = select(RINGS).where(RINGS.c.request == ring)
        values = {"request": ring, "user": user, "guild": guild, "has_echoed": False}

        def write(connection: Connection) -> int:
            if connection.execute(known).first() is None:
                connection.execute(insert(RINGS).values(values))
                put_in_outbox(connection, RUNG, ring, at)
            return _rings(connection, user).rung

        return await self._database.write(write)

    async def echo(self, ring: RequestId) -> None:
        echoed = update(RINGS).where(RINGS.c.request == ring).values(has_echoed=True)

        def write(connection: Connection) -> None:
            connection.execute(echoed)

        await self._database.write(write)

    async def rings(self, user: UserId) -> Rings:
        return await self._database.read(lambda connection: _rings(connection, user))

    async def forget_user(self, user: UserId) -> None:
        await self._delete(RINGS.c.user == user)

    async def forget_guild(self, guild: GuildId) -> None:
        await self._delete(RINGS.c.guild == guild)

    async def _delete(self, which: ColumnElement[bool]) -> None:
        def write(connection: Connection) -> None:
            connection.execute(delete(RINGS).where(which))

        await self._database.write(write)


def _rings(connection: Connection, user: UserId) -> Rings:
    echoed = func.count().filter(RINGS.c.has_echoed)
    query = select(func.count(), echoed).select_from(RINGS).where(RINGS.c.user == user)
    return Rings(*connection.execute(query).one())


def _count(connection: Connection) -> dict[str, int]:
    return {"rings": connection.execute(select(func.count()).select_from(RINGS)).scalar_one()}


TOY_TABLES: Final = ContextTables(_count, lambda _: ("The bell rings on.",))

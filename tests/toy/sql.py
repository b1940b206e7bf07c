"""The table of the toy, which its own migration makes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Table,
    delete,
    func,
    insert,
    select,
)

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.domain.kernel.identity import GuildId, UserId

RINGS: Final = Table("toy_rings", METADATA, Column("user", BigInteger), Column("guild", BigInteger))


class SqlRings:
    """Satisfies ``RingStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, user: UserId, guild: GuildId | None) -> int:
        def write(connection: Connection) -> int:
            connection.execute(insert(RINGS).values(user=user, guild=guild))
            return _count(connection, user)

        return await self._database.write(write)

    async def count(self, user: UserId) -> int:
        return await self._database.read(lambda connection: _count(connection, user))

    async def forget_user(self, user: UserId) -> None:
        await self._delete(RINGS.c.user == user)

    async def forget_guild(self, guild: GuildId) -> None:
        await self._delete(RINGS.c.guild == guild)

    async def _delete(self, which: ColumnElement[bool]) -> None:
        def write(connection: Connection) -> None:
            connection.execute(delete(RINGS).where(which))

        await self._database.write(write)


def _count(connection: Connection, user: UserId) -> int:
    query = select(func.count()).select_from(RINGS).where(RINGS.c.user == user)
    return int(connection.execute(query).scalar_one())

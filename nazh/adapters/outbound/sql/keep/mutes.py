"""Stores the users whose messages are not relayed into the games."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.isolation import serialize
from nazh.adapters.outbound.sql.keep.tables import MUTES
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.bridges import MAX_MUTED
from nazh.domain.keep.errors import TooManyMuted
from nazh.domain.kernel.identity import GuildId, UserId


class SqlMuteStore:
    """Satisfies ``MuteStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def mute(self, guild: GuildId, user: UserId, at: datetime, entry: AuditEntry) -> bool:
        """Mute a user; return whether they were not muted before. Raises TooManyMuted."""
        row = {"guild": guild, "player": user, "muted_at": microseconds(at)}
        existing = select(MUTES.c.player).where(MUTES.c.guild == guild, MUTES.c.player == user)
        counted = select(func.count()).where(MUTES.c.guild == guild)

        def write(connection: Connection) -> bool:
            if connection.execute(existing).scalar() is not None:
                return False
            serialize(connection, MUTES.name, str(guild))
            if int(connection.execute(counted).scalar_one()) >= MAX_MUTED:
                raise TooManyMuted(most=MAX_MUTED)
            connection.execute(insert(MUTES).values(row))
            record(connection, entry)
            return True

        try:
            return await self._database.write(write)
        except IntegrityError:  # another process has muted them meanwhile
            return False

    async def unmute(self, guild: GuildId, user: UserId, entry: AuditEntry) -> bool:
        """Unmute a user; return whether they were muted."""
        deletion = delete(MUTES).where(MUTES.c.guild == guild, MUTES.c.player == user)

        def write(connection: Connection) -> bool:
            was_muted = connection.execute(deletion).rowcount == 1
            if was_muted:
                record(connection, entry)
            return was_muted

        return await self._database.write(write)

    async def is_muted(self, guild: GuildId, user: UserId) -> bool:
        """Return whether a user is muted in the guild."""
        existing = select(MUTES.c.player).where(MUTES.c.guild == guild, MUTES.c.player == user)

        def query(connection: Connection) -> bool:
            return connection.execute(existing).scalar() is not None

        return await self._database.read(query)

    async def of_guild(self, guild: GuildId) -> tuple[UserId, ...]:
        """Return the muted users of a guild, the latest first."""
        statement = select(MUTES.c.player).where(MUTES.c.guild == guild)
        ordered = statement.order_by(MUTES.c.muted_at.desc(), MUTES.c.player)

        def query(connection: Connection) -> tuple[UserId, ...]:
            return tuple(map(UserId, connection.execute(ordered).scalars()))

        return await self._database.read(query)

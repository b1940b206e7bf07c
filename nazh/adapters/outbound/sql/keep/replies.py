"""Stores long replies from consoles for some minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.deletion import LONG_ROWS, delete_some
from nazh.adapters.outbound.sql.keep.tables import REPLIES
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.keep.consoles.ports import SealedReply
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId, UserId


class SqlReplyStore:
    """Satisfies ``ReplyStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, reply: SealedReply) -> None:
        """Store a reply."""
        row = {
            "seq": reply.number,
            "guild": reply.guild,
            "player": reply.user,
            "server": reply.server,
            "sealed": reply.sealed,
            "expires_at": microseconds(reply.expires_at),
        }

        def write(connection: Connection) -> None:
            connection.execute(insert(REPLIES).values(row))

        await self._database.write(write)

    async def find(self, number: int, guild: GuildId, user: UserId) -> SealedReply | None:
        """Return a reply to a command of the user in the guild."""
        replies_to_user = select(REPLIES).where(REPLIES.c.guild == guild, REPLIES.c.player == user)
        chosen = replies_to_user.where(REPLIES.c.seq == number)

        def query(connection: Connection) -> SealedReply | None:
            row = connection.execute(chosen).one_or_none()
            if row is None:
                return None
            expires_at = instant(row.expires_at)
            return SealedReply(
                number, guild, user, GameServerId(row.server), row.sealed, expires_at
            )

        return await self._database.read(query)

    async def delete_expired(self, now: datetime) -> bool:
        """Delete some of the expired replies; return whether none are left."""
        expired = select(REPLIES.c.seq).where(REPLIES.c.expires_at <= microseconds(now))
        return await delete_some(self._database, REPLIES, expired, LONG_ROWS)

"""Exports and deletes the queued messages of users and guilds."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, delete, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.queued_messages import QUEUED_MESSAGES
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.shared.messages.queued_messages import DirectMessage, RecipientKind
from nazh.domain.kernel.identity import GuildId, UserId

_BATCH_SIZE: Final = 500
_MESSAGE: Final = QUEUED_MESSAGES.c


class SqlMessageRecords:
    """Satisfies ``PersonalData``, and lists the direct messages to a user."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def messages_to(self, user: UserId) -> tuple[DirectMessage, ...]:
        """Return the direct messages to a user in order. Raises ``Unavailable``."""
        query = select(QUEUED_MESSAGES).where(_is_to(user)).order_by(_MESSAGE.seq)

        def read(connection: Connection) -> tuple[DirectMessage, ...]:
            return tuple(
                DirectMessage(instant(row.due_at), row.topic, row.state, row.payload)
                for row in connection.execute(query)
            )

        return await self._database.read(read)

    async def forget_user(self, user: UserId) -> None:
        """Delete the direct messages to a user, including unsent ones."""
        await self._delete(_is_to(user))

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Delete nothing, because messages are only kept for a few days."""
        return True

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete the messages about a guild, including unsent ones."""
        await self._delete(_MESSAGE.guild == guild)

    async def _delete(self, condition: ColumnElement[bool]) -> None:
        some = select(_MESSAGE.seq).where(condition).limit(_BATCH_SIZE)
        deleted = delete(QUEUED_MESSAGES).where(_MESSAGE.seq.in_(some))

        def write(connection: Connection) -> bool:
            return connection.execute(deleted).rowcount < _BATCH_SIZE

        while not await self._database.write_in_background(write):
            pass


def _is_to(user: UserId) -> ColumnElement[bool]:
    return and_(_MESSAGE.recipient == user, _MESSAGE.kind == RecipientKind.USER.value)

"""Exports and deletes what Keep stores about users and guilds."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, Table, delete, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.console_log import console_log_entry
from nazh.adapters.outbound.sql.keep.deletion import (
    LONG_ROWS,
    delete_all,
    delete_players_without_sessions,
    delete_some,
)
from nazh.adapters.outbound.sql.keep.tables import (
    BRIDGES,
    CONSOLE_LOG,
    CONTACTS,
    EVENTS,
    GRANTS,
    LINES,
    LOG_CURSORS,
    MUTES,
    REPLIES,
    SERVERS,
    SESSIONS,
)
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.keep.consoles.ports import ConsoleLogEntry
from nazh.domain.kernel.identity import GuildId, UserId

_BATCH_SIZE: Final = 500
MAX_BATCHES: Final = 100
"""Batches of one guild deleted per run; the next run continues, so that no guild delays others."""


class SqlKeepRecords:
    """Satisfies ``PersonalData`` and ``OldRecords``.

    Also lists the commands of a user and where they are muted. ``most_batches`` is for tests.
    """

    __slots__ = ("_database", "_most_batches")

    def __init__(self, database: Database, most_batches: int = MAX_BATCHES) -> None:
        self._database = database
        self._most_batches = most_batches

    async def commands_of(self, user: UserId) -> tuple[ConsoleLogEntry, ...]:
        """Return the commands that a user ran, the latest first. Raises ``Unavailable``."""
        statement = select(CONSOLE_LOG).where(CONSOLE_LOG.c.player == user)
        ordered = statement.order_by(CONSOLE_LOG.c.seq.desc())

        def query(connection: Connection) -> tuple[ConsoleLogEntry, ...]:
            return tuple(map(console_log_entry, connection.execute(ordered)))

        return await self._database.read(query)

    async def mutes_of(self, user: UserId) -> tuple[tuple[GuildId, datetime], ...]:
        """Return in which guilds a user is muted, and since when. Raises ``Unavailable``."""
        statement = select(MUTES).where(MUTES.c.player == user).order_by(MUTES.c.guild)

        def query(connection: Connection) -> tuple[tuple[GuildId, datetime], ...]:
            rows = connection.execute(statement)
            return tuple((GuildId(row.guild), instant(row.muted_at)) for row in rows)

        return await self._database.read(query)

    async def forget_user(self, user: UserId) -> None:
        """Delete the replies to the user's commands, and unlink the user from the log.

        Mutes stay, because otherwise users could end their own.
        """
        kept = select(REPLIES.c.seq).where(REPLIES.c.player == user)
        await delete_all(self._database, REPLIES, kept, LONG_ROWS)
        batch = select(CONSOLE_LOG.c.seq).where(CONSOLE_LOG.c.player == user).limit(_BATCH_SIZE)
        unlinked = update(CONSOLE_LOG).where(CONSOLE_LOG.c.seq.in_(batch)).values(player=None)

        def write(connection: Connection) -> bool:
            return connection.execute(unlinked).rowcount < _BATCH_SIZE

        while not await self._database.write_in_background(write):
            pass

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Delete records before an instant, in batches; return whether none are left."""
        batches = self._most_batches
        for table, at in (
            (CONSOLE_LOG, CONSOLE_LOG.c.at),
            (EVENTS, EVENTS.c.at),
            (SESSIONS, SESSIONS.c.opened_at),
        ):
            old = select(table.c.seq).where(table.c.guild == guild, at < microseconds(before))
            while not await delete_some(self._database, table, old):
                batches -= 1
                if batches == 0:
                    return False
        await delete_players_without_sessions(self._database, guild)
        return True

    async def prune_all(self, before: datetime) -> None:
        """Delete commands and sessions before an instant in all guilds."""
        for table, at in ((CONSOLE_LOG, CONSOLE_LOG.c.at), (SESSIONS, SESSIONS.c.opened_at)):
            for guild in await self._database.read(partial(_guilds_in, table=table)):
                old = select(table.c.seq).where(table.c.guild == guild, at < microseconds(before))
                await delete_all(self._database, table, old)
                if table is SESSIONS:
                    await delete_players_without_sessions(self._database, guild)

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete the game servers of a guild with all data about them."""

        def write(connection: Connection) -> None:
            for table in (SERVERS, GRANTS, BRIDGES, LOG_CURSORS, CONTACTS, MUTES):
                connection.execute(delete(table).where(table.c.guild == guild))

        await self._database.write_in_background(write)
        replies = select(REPLIES.c.seq).where(REPLIES.c.guild == guild)
        await delete_all(self._database, REPLIES, replies, LONG_ROWS)
        for table in (LINES, CONSOLE_LOG, EVENTS, SESSIONS):
            of_guild = select(table.c.seq).where(table.c.guild == guild)
            await delete_all(self._database, table, of_guild)
        await delete_players_without_sessions(self._database, guild)


def _guilds_in(connection: Connection, table: Table) -> list[GuildId]:
    guilds = connection.execute(select(table.c.guild).distinct())
    return [GuildId(guild) for guild in guilds.scalars()]

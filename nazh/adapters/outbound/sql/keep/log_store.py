"""Stores the events in logs, and how far the logs have been read."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.deletion import delete_all, delete_players_without_sessions
from nazh.adapters.outbound.sql.keep.play_sessions import fold_into_rows
from nazh.adapters.outbound.sql.keep.servers import game_server
from nazh.adapters.outbound.sql.keep.tables import EVENTS, LOG_CURSORS, SERVERS, SESSIONS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.keep.logs.ports import LogBatch, LogCursor, SavedBatch
from nazh.domain.keep.logs.events import LogEvent
from nazh.domain.keep.logs.positions import LogPosition
from nazh.domain.keep.logs.reading import ReadingState
from nazh.domain.keep.servers import GameServer, GameServerId
from nazh.domain.kernel.identity import GuildId

_FIRST_VERSION: Final = 1


class SqlLogStore:
    """Satisfies ``LogStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def servers(self, ids: Collection[GameServerId] | None = None) -> tuple[GameServer, ...]:
        """Return the game servers of all guilds, or only those with ``ids``."""
        statement = select(SERVERS).order_by(SERVERS.c.id)
        if ids is not None:
            statement = statement.where(SERVERS.c.id.in_(ids))

        def query(connection: Connection) -> tuple[GameServer, ...]:
            return tuple(map(game_server, connection.execute(statement)))

        return await self._database.read(query)

    async def cursor(self, server: GameServerId) -> LogCursor | None:
        """Return how far the log of a server has been read, or ``None`` if it never was read."""
        statement = select(LOG_CURSORS).where(LOG_CURSORS.c.server == server)

        def query(connection: Connection) -> LogCursor | None:
            row = connection.execute(statement).first()
            return None if row is None else _cursor(row)

        return await self._database.read(query)

    async def save(
        self, server: GameServer, before: LogCursor | None, batch: LogBatch
    ) -> SavedBatch | None:
        """Store a batch with its events, sessions and cursor, or nothing at all."""
        version = _FIRST_VERSION if before is None else before.version + 1
        cursor = LogCursor(version, batch.position, batch.state, batch.samples)

        def write(connection: Connection) -> SavedBatch | None:
            if not _move_cursor(connection, server, before, cursor):
                return None
            known = _known_keys(connection, server, batch)
            happened = [
                event
                for event in batch.events
                if not isinstance(event, LogEvent) or event.key not in known
            ]
            rows = [_row(server, event) for event in happened if isinstance(event, LogEvent)]
            if rows:
                connection.execute(insert(EVENTS), rows)
            return SavedBatch(cursor, fold_into_rows(connection, server, happened))

        try:
            return await self._database.write_in_background(write)
        except IntegrityError:  # another process has inserted the cursor or a player meanwhile
            return await self._database.write_in_background(write)

    async def prune(self, before: datetime) -> None:
        """Delete older events, and all log data of removed game servers."""
        guilds = select(LOG_CURSORS.c.guild).distinct()
        left = select(LOG_CURSORS.c.server, LOG_CURSORS.c.guild).where(
            LOG_CURSORS.c.server.not_in(select(SERVERS.c.id))
        )

        def query(connection: Connection) -> tuple[list[int], list[tuple[int, int]]]:
            removed = [(row.server, row.guild) for row in connection.execute(left)]
            return list(connection.execute(guilds).scalars()), removed

        with_events, removed = await self._database.read(query)
        for guild in with_events:
            of_guild = select(EVENTS.c.seq).where(EVENTS.c.guild == guild)
            await delete_all(
                self._database, EVENTS, of_guild.where(EVENTS.c.at < microseconds(before))
            )
        for server, guild in removed:
            await self._forget(GameServerId(server), GuildId(guild))

    async def _forget(self, server: GameServerId, guild: GuildId) -> None:
        for table in (EVENTS, SESSIONS):
            await delete_all(
                self._database, table, select(table.c.seq).where(table.c.server == server)
            )
        await delete_players_without_sessions(self._database, guild)
        cursor = delete(LOG_CURSORS).where(LOG_CURSORS.c.server == server)

        def write(connection: Connection) -> None:
            connection.execute(cursor)

        await self._database.write_in_background(write)


def _cursor(row: Row[tuple[object, ...]]) -> LogCursor:
    return LogCursor(
        row.version,
        LogPosition(row.file, row.offset, row.tail),
        ReadingState(**json.loads(row.state)),
        tuple(json.loads(row.samples)),
    )


def _move_cursor(
    connection: Connection, server: GameServer, before: LogCursor | None, after: LogCursor
) -> bool:
    """Replace a cursor; return whether ``before`` was still stored."""
    row = {
        "guild": server.guild,
        "version": after.version,
        "file": after.position.file,
        "offset": after.position.offset,
        "tail": after.position.tail,
        "state": json.dumps(asdict(after.state)),
        "samples": json.dumps(after.samples),
    }
    if before is not None:
        unchanged = update(LOG_CURSORS).where(
            LOG_CURSORS.c.server == server.id, LOG_CURSORS.c.version == before.version
        )
        return connection.execute(unchanged.values(row)).rowcount == 1
    stored = select(LOG_CURSORS.c.version).where(LOG_CURSORS.c.server == server.id)
    if connection.execute(stored).first() is not None:
        return False
    connection.execute(insert(LOG_CURSORS).values(server=server.id, **row))
    return True


def _known_keys(connection: Connection, server: GameServer, batch: LogBatch) -> set[str]:
    keys = [event.key for event in batch.events if isinstance(event, LogEvent)]
    known = select(EVENTS.c.key).where(EVENTS.c.server == server.id, EVENTS.c.key.in_(keys))
    return set(connection.execute(known).scalars()) if keys else set()


def _row(server: GameServer, event: LogEvent) -> dict[str, object]:
    return {
        "guild": server.guild,
        "server": server.id,
        "key": event.key,
        "at": microseconds(event.at),
        "kind": event.kind.value,
        "name": event.name,
        "player": event.player,
        "text": event.text,
    }

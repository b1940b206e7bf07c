"""Deletes rows in short transactions."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Select, Table, delete, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.tables import PLAYER_NAMES, PLAYERS, SESSIONS
from nazh.domain.kernel.identity import GuildId

_BATCH_SIZE: Final = 500
LONG_ROWS: Final = 10
"""Rows per batch if a row can have 800 kB."""
_PLAYERS_AT_ONCE: Final = 100


async def delete_some(
    database: Database, table: Table, chosen: Select[tuple[int]], size: int = _BATCH_SIZE
) -> bool:
    """Delete ``size`` of the chosen rows; return whether none are left. Raises ``Unavailable``."""
    batch = delete(table).where(table.c.seq.in_(chosen.limit(size)))

    def write(connection: Connection) -> bool:
        return connection.execute(batch).rowcount < size

    return await database.write_in_background(write)


async def delete_all(
    database: Database, table: Table, chosen: Select[tuple[int]], size: int = _BATCH_SIZE
) -> None:
    """Delete all chosen rows, ``size`` at a time. Raises ``Unavailable``."""
    while not await delete_some(database, table, chosen, size):
        pass


async def delete_players_without_sessions(database: Database, guild: GuildId) -> None:
    """Delete the players of a guild who have no sessions left. Raises ``Unavailable``."""
    has_sessions = select(SESSIONS.c.seq).where(SESSIONS.c.player == PLAYERS.c.id).exists()
    chosen = (
        select(PLAYERS.c.id).where(PLAYERS.c.guild == guild, ~has_sessions).limit(_PLAYERS_AT_ONCE)
    )

    def write(connection: Connection) -> bool:
        players = list(connection.execute(chosen).scalars())
        if players:
            connection.execute(delete(PLAYER_NAMES).where(PLAYER_NAMES.c.player.in_(players)))
            connection.execute(delete(PLAYERS).where(PLAYERS.c.id.in_(players)))
        return len(players) < _PLAYERS_AT_ONCE

    while not await database.write_in_background(write):
        pass

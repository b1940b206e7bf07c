"""Declares how ``nazh db`` treats the tables of Keep."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

from nazh.adapters.outbound.sql.context_tables import ContextTables
from nazh.adapters.outbound.sql.keep.tables import CONSOLE_LOG, EVENTS, PLAYERS, SERVERS, SESSIONS

_COUNTED: Final = {
    "game servers": SERVERS,
    "console commands": CONSOLE_LOG,
    "events in games": EVENTS,
    "players": PLAYERS,
    "sessions of players": SESSIONS,
}


def _count(connection: Connection) -> dict[str, int]:
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in _COUNTED.items()
    }


KEEP_TABLES: Final = ContextTables(_count, lambda _: ())

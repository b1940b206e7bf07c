"""Declares how ``nazh db`` treats the tables of Keep."""

from __future__ import annotations

from typing import Final

from nazh.adapters.outbound.sql.context_tables import ContextTables, row_counter
from nazh.adapters.outbound.sql.keep.tables import CONSOLE_LOG, EVENTS, PLAYERS, SERVERS, SESSIONS

_COUNTED: Final = {
    "game servers": SERVERS,
    "console commands": CONSOLE_LOG,
    "events in games": EVENTS,
    "players": PLAYERS,
    "sessions of players": SESSIONS,
}
KEEP_TABLES: Final = ContextTables(row_counter(_COUNTED), lambda _: ())

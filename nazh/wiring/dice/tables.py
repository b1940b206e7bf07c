"""Declares how ``nazh db`` treats the dice tables."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.cli.dice.restored_sessions import restored_sessions
from nazh.adapters.outbound.sql.context_tables import ContextTables
from nazh.adapters.outbound.sql.dice.admin import count_rolls, mark_open_sessions_full

DICE_TABLES: Final = ContextTables(
    count_rolls, lambda connection: restored_sessions(mark_open_sessions_full(connection))
)

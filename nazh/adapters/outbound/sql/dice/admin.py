"""Implements the parts of ``nazh db`` that concern the dice tables."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from nazh.adapters.outbound.sql.dice.fair_session_rows import FAIR_SESSIONS
from nazh.adapters.outbound.sql.dice.rolls import ROLLS
from nazh.application.dice.fair.fair_rolls import MAX_CHAIN_BYTES

_IS_OPEN = FAIR_SESSIONS.c.closing.is_(None)


def count_rolls(connection: Connection) -> dict[str, int]:
    """Return the number of rolls and of open fair sessions."""
    rolls = select(func.count()).select_from(ROLLS)
    sessions = select(func.count()).where(_IS_OPEN)
    return {
        "rolls": connection.execute(rolls).scalar_one(),
        "open_sessions": connection.execute(sessions).scalar_one(),
    }


def mark_open_sessions_full(connection: Connection) -> int:
    """Mark open sessions as full, so that they can only be closed; return how many are open.

    Their state is from the backup, so continuing them would repeat the dice thrown since then.
    """
    is_smaller = FAIR_SESSIONS.c.size < MAX_CHAIN_BYTES
    full = update(FAIR_SESSIONS).where(_IS_OPEN, is_smaller).values(size=MAX_CHAIN_BYTES)
    connection.execute(full)
    return count_rolls(connection)["open_sessions"]

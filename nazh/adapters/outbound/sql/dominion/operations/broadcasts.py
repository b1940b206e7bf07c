"""Writes notices to all nations, one chunk of nations per transaction."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import BROADCASTS
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import NATIONS, NOTICES
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.notices import Notice

CHUNK: Final = 200
"""The number of nations that a transaction writes notices to."""
_FIRST: Final = 0
_DRAFTS_KEPT: Final = timedelta(days=1)
_ROW: Final = BROADCASTS.c
_NEXT: Final = (
    select(BROADCASTS).where(_ROW.next_nation.is_not(None)).order_by(_ROW.number).limit(1)
)


def broadcast(connection: Connection, notice: Notice) -> None:
    """Schedule a notice to all nations founded before it; later transactions write it."""
    connection.execute(insert(BROADCASTS).values(**_row_of(notice), next_nation=_FIRST))


class SqlBroadcasts:
    """Satisfies ``Broadcasts``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def draft(self, notice: Notice) -> int:
        """Store a notice as a draft, and delete old drafts."""
        old = _ROW.at < microseconds(notice.at - _DRAFTS_KEPT)

        def write(connection: Connection) -> int:
            connection.execute(delete(BROADCASTS).where(_ROW.next_nation.is_(None), old))
            row = insert(BROADCASTS).values(**_row_of(notice)).returning(_ROW.number)
            return int(connection.execute(row).scalar_one())

        return await self._database.write(write)

    async def send(self, number: int, at: datetime, entry: AuditEntry) -> bool:
        """Send a draft to all nations."""
        is_draft = (_ROW.number == number, _ROW.next_nation.is_(None))
        sent = update(BROADCASTS).where(*is_draft)

        def write(connection: Connection) -> bool:
            values = {"next_nation": _FIRST, "at": microseconds(at)}
            if connection.execute(sent.values(values)).rowcount == 0:
                return False
            record(connection, entry)
            return True

        return await self._database.write(write)

    async def write_some(self) -> bool:
        """Write notices to the next chunk of nations."""
        if not await self._database.read(lambda connection: connection.execute(_NEXT).first()):
            return False
        return await self._database.write_in_background(_write_some)


def _write_some(connection: Connection) -> bool:
    row = connection.execute(_NEXT.with_for_update()).first()
    if row is None:  # another process has written the last ones
        return False
    nation = NATIONS.c
    chosen = select(nation.id).where(nation.id >= row.next_nation, nation.founded_at < row.at)
    ids = list(connection.execute(chosen.order_by(nation.id).limit(CHUNK)).scalars())
    season = connection.execute(select(NEWEST_SEASON)).scalar()
    notices = [
        {
            "season": season,
            "nation": id,
            "at": row.at,
            "kind": row.kind,
            "cause": row.cause,
            "facts": row.facts,
            "is_queued": False,
        }
        for id in ids
    ]
    if notices:
        connection.execute(insert(NOTICES), notices)
    this = _ROW.number == row.number
    if len(ids) < CHUNK:
        connection.execute(delete(BROADCASTS).where(this))
    else:
        connection.execute(update(BROADCASTS).where(this).values(next_nation=ids[-1] + 1))
    return True


def _row_of(notice: Notice) -> dict[str, object]:
    return {
        "at": microseconds(notice.at),
        "kind": notice.kind.value,
        "cause": notice.cause,
        "facts": json.dumps(dict(notice.facts)),
    }

"""Stores users' messages to the operator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.control_tables import REPORTS
from nazh.adapters.outbound.sql.isolation import serialize
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports.controls import NewReport, Report, ReportKind
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.dominion.errors.controls import NoSuchReport, TooManyReports
from nazh.domain.kernel.identity import GuildId, UserId

_REPORT: Final = REPORTS.c


class SqlReports:
    """Satisfies ``Reports``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewReport, most: int, within: timedelta) -> int:
        """Store a message."""
        since = microseconds(new.at - within)
        sent = select(_REPORT.at).where(_REPORT.user == new.user, _REPORT.at > since)
        row = {
            "at": microseconds(new.at),
            "guild": new.guild,
            "user": new.user,
            "kind": new.kind.value,
            "category": new.category,
            "text": new.text,
            "closed_at": None,
            "note": "",
        }

        def write(connection: Connection) -> int:
            serialize(connection, REPORTS.name, str(new.user))
            times = list(connection.execute(sent.order_by(_REPORT.at)).scalars())
            if len(times) >= most:
                raise TooManyReports(most, instant(times[-most]) + within)
            key = connection.execute(insert(REPORTS).values(row)).inserted_primary_key
            assert key is not None
            return int(key[0])

        return await self._database.write(write)

    async def oldest_open(self, most: int) -> tuple[Report, ...]:
        """Return the messages that are not closed."""
        query = select(REPORTS).where(_REPORT.closed_at.is_(None)).order_by(_REPORT.number)

        def read(connection: Connection) -> tuple[Report, ...]:
            return tuple(map(_report, connection.execute(query.limit(most))))

        return await self._database.read(read)

    async def close(self, number: int, note: str, at: datetime, entry: AuditEntry) -> Report:
        """Close a message."""
        conditions = (_REPORT.number == number, _REPORT.closed_at.is_(None))
        closed = update(REPORTS).where(*conditions).values(closed_at=microseconds(at), note=note)

        def write(connection: Connection) -> Report:
            row = connection.execute(select(REPORTS).where(*conditions)).first()
            if row is None or not connection.execute(closed).rowcount:
                raise NoSuchReport(number)
            record(connection, entry)
            return _report(row)

        return await self._database.write(write)


def reports_of(connection: Connection, user: UserId) -> tuple[Report, ...]:
    """Return the messages of a user, in order."""
    query = select(REPORTS).where(_REPORT.user == user).order_by(_REPORT.number)
    return tuple(map(_report, connection.execute(query)))


def _report(row: Row[Any]) -> Report:
    message = NewReport(
        at=instant(row.at),
        guild=GuildId(row.guild),
        user=UserId(row.user),
        kind=ReportKind(row.kind),
        category=row.category,
        text=row.text,
    )
    return Report(row.number, message)

"""Lets parked nations and wars be tried again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import Connection, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import FAILURES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.application.dominion.ports import Retried
from nazh.application.shared.audit.audit_log import AuditEntry

_DUE: Final = {"failures": 1, "retry_at": 0}
_NATIONS: Final = update(FAILURES).where(FAILURES.c.retry_at.is_(None)).values(_DUE)
_WARS: Final = update(WARS).where(WARS.c.failures > 0, WARS.c.retry_at.is_(None)).values(_DUE)


class SqlParkedWork:
    """Satisfies ``ParkedWork``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def retry(self, entry: Callable[[Retried], AuditEntry] | None = None) -> Retried:
        """Make all parked work due again, at once."""

        def write(connection: Connection) -> Retried:
            nations, wars = (
                connection.execute(statement).rowcount for statement in (_NATIONS, _WARS)
            )
            retried = Retried(nations, wars)
            if entry is not None and (nations or wars):
                record(connection, entry(retried))
            return retried

        return await self._database.write(write)

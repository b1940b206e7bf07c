"""Reads the ledgers of nations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.rows.subqueries import NEWEST_SEASON
from nazh.adapters.outbound.sql.dominion.tables import LEDGER
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.dominion.ports import LedgerLine
from nazh.domain.dominion.nations.ledger import Reason
from nazh.domain.dominion.nations.nation import NationId


class SqlLedgers:
    """Satisfies ``Ledgers``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sums(self, nation: NationId, since: datetime) -> dict[Reason, int]:
        """Return the changes of a nation's stock, by reason."""
        query = (
            select(LEDGER.c.reason, func.sum(LEDGER.c.amount))
            .where(LEDGER.c.season == NEWEST_SEASON, LEDGER.c.nation == nation)
            .where(LEDGER.c.at >= microseconds(since))
            .group_by(LEDGER.c.reason)
        )

        def read(connection: Connection) -> dict[Reason, int]:
            return {Reason(name): int(amount) for name, amount in connection.execute(query)}

        return await self._database.read(read)

    async def entries(
        self, nation: NationId, since: datetime, most: int, reason: Reason | None = None
    ) -> tuple[LedgerLine, ...]:
        """Return the last changes of the stock of a nation."""
        query = (
            select(LEDGER.c.at, LEDGER.c.reason, LEDGER.c.amount, LEDGER.c.balance)
            .where(LEDGER.c.season == NEWEST_SEASON, LEDGER.c.nation == nation)
            .where(LEDGER.c.at >= microseconds(since))
            .order_by(LEDGER.c.at.desc(), LEDGER.c.seq.desc())
            .limit(most)
        )
        if reason is not None:
            query = query.where(LEDGER.c.reason == reason.value)

        def read(connection: Connection) -> tuple[LedgerLine, ...]:
            lines = [
                LedgerLine(instant(row.at), Reason(row.reason), row.amount, row.balance)
                for row in connection.execute(query)
            ]
            return tuple(reversed(lines))

        return await self._database.read(read)

"""Reads the ledgers of nations."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dominion.tables import LEDGER, SEASONS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.domain.dominion.ledger import Reason
from nazh.domain.dominion.nations import NationId


class SqlLedgers:
    """Satisfies ``Ledgers``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sums(self, nation: NationId, since: datetime) -> dict[Reason, int]:
        """Return the changes of a nation's stock, by reason."""
        season = select(func.max(SEASONS.c.number)).scalar_subquery()
        query = (
            select(LEDGER.c.reason, func.sum(LEDGER.c.amount))
            .where(LEDGER.c.season == season, LEDGER.c.nation == nation)
            .where(LEDGER.c.at >= microseconds(since))
            .group_by(LEDGER.c.reason)
        )

        def read(connection: Connection) -> dict[Reason, int]:
            return {Reason(name): int(amount) for name, amount in connection.execute(query)}

        return await self._database.read(read)

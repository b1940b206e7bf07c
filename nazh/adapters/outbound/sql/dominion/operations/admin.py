"""Declares how ``nazh db`` treats the tables of Dominion."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

from nazh.adapters.outbound.sql.context_tables import ContextTables
from nazh.adapters.outbound.sql.dominion.control_tables import REPORTS
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, LEDGER, NATIONS, NOTICES

_COUNTED: Final = {
    "nations": NATIONS,
    "citizens": CITIZENS,
    "ledger entries": LEDGER,
    "notices": NOTICES,
    "reports": REPORTS,
}


def _count(connection: Connection) -> dict[str, int]:
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in _COUNTED.items()
    }


DOMINION_TABLES: Final = ContextTables(_count, lambda _: ())

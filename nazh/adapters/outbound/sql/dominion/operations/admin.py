"""Declares how ``nazh db`` treats the tables of Dominion."""

from __future__ import annotations

from typing import Final

from nazh.adapters.outbound.sql.context_tables import ContextTables, row_counter
from nazh.adapters.outbound.sql.dominion.control_tables import REPORTS
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, LEDGER, NATIONS, NOTICES

_COUNTED: Final = {
    "nations": NATIONS,
    "citizens": CITIZENS,
    "ledger entries": LEDGER,
    "notices": NOTICES,
    "reports": REPORTS,
}
DOMINION_TABLES: Final = ContextTables(row_counter(_COUNTED), lambda _: ())

"""Builds the stores of the dice, in memory or in the SQL database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore
from nazh.application.dice.ports import FairSessionStore, OpenRolls, RollArchive, SavedRollStore
from nazh.application.dice.ports.privacy import GuildRecords, UserRecords
from nazh.application.dice.ports.statistics import RollCounters

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.databases.database import Database


@dataclass(frozen=True, slots=True)
class DiceStores:
    """The stores of the dice, one for each port."""

    ledgers: OpenRolls
    saved_rolls: SavedRollStore
    archive: RollArchive
    counters: RollCounters
    fair_sessions: FairSessionStore
    user_records: UserRecords
    guild_records: GuildRecords


def memory_stores() -> DiceStores:
    """Return new, empty stores in memory."""
    ledgers, saved_rolls = MemoryRollStore(), MemorySavedRollStore()
    return DiceStores(
        ledgers,
        saved_rolls,
        MemoryRollArchive(ledgers),
        ledgers.counters,
        ledgers.fair,
        MemoryUserRecords(ledgers),
        MemoryGuildRecords(ledgers, saved_rolls),
    )


def sql_stores(database: Database) -> DiceStores:
    """Return stores in ``database``; SQLAlchemy is imported only here."""
    from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
    from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
    from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
    from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
    from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters
    from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore

    return DiceStores(
        SqlRollStore(database),
        SqlSavedRollStore(database),
        SqlRollArchive(database),
        SqlRollCounters(database),
        SqlFairSessionStore(database),
        SqlUserRecords(database),
        SqlGuildRecords(database),
    )

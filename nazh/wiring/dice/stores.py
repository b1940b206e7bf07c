"""Wires where the dice keep their records: in memory or in the SQL database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dependency_injector import containers, providers

from nazh.adapters.outbound.memory.dice.archive import MemoryRollArchive
from nazh.adapters.outbound.memory.dice.ledger import MemoryRollStore
from nazh.adapters.outbound.memory.dice.personal_data import MemoryGuildRecords, MemoryUserRecords
from nazh.adapters.outbound.memory.dice.saved_rolls import MemorySavedRollStore

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.database import Database
    from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive
    from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore
    from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore
    from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords, SqlUserRecords
    from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters
    from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore


def _ledgers(database: Database) -> SqlRollStore:
    from nazh.adapters.outbound.sql.dice.ledger import SqlRollStore

    return SqlRollStore(database)


def _saved_rolls(database: Database) -> SqlSavedRollStore:
    from nazh.adapters.outbound.sql.dice.saved_rolls import SqlSavedRollStore

    return SqlSavedRollStore(database)


def _archive(database: Database) -> SqlRollArchive:
    from nazh.adapters.outbound.sql.dice.archive import SqlRollArchive

    return SqlRollArchive(database)


def _counters(database: Database) -> SqlRollCounters:
    from nazh.adapters.outbound.sql.dice.roll_counters import SqlRollCounters

    return SqlRollCounters(database)


def _user_records(database: Database) -> SqlUserRecords:
    from nazh.adapters.outbound.sql.dice.personal_data import SqlUserRecords

    return SqlUserRecords(database)


def _guild_records(database: Database) -> SqlGuildRecords:
    from nazh.adapters.outbound.sql.dice.personal_data import SqlGuildRecords

    return SqlGuildRecords(database)


def _fair_store(database: Database) -> SqlFairSessionStore:
    from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairSessionStore

    return SqlFairSessionStore(database)


class DiceStoresContainer(containers.DeclarativeContainer):
    """The records of the dice."""

    platform = providers.DependenciesContainer()

    kind = platform.settings.provided.database.storage
    database = platform.database
    ledgers = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryRollStore),
        sql=providers.Singleton(_ledgers, database),
    )
    shelves = providers.Selector(
        kind,
        memory=providers.Singleton(MemorySavedRollStore),
        sql=providers.Singleton(_saved_rolls, database),
    )
    archive = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryRollArchive, ledgers),
        sql=providers.Singleton(_archive, database),
    )
    counters = providers.Selector(
        kind,
        memory=ledgers.provided.counters,
        sql=providers.Singleton(_counters, database),
    )
    fair_store = providers.Selector(
        kind,
        memory=ledgers.provided.fair,
        sql=providers.Singleton(_fair_store, database),
    )
    user_records = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryUserRecords, ledgers),
        sql=providers.Singleton(_user_records, database),
    )
    guild_records = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryGuildRecords, ledgers, shelves),
        sql=providers.Singleton(_guild_records, database),
    )

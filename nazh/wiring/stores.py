"""Where rolls are kept: in memory, in SQLite or in PostgreSQL, as the operator chose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.memory.archive import MemoryArchive
from nazh.adapters.outbound.memory.dice import MemoryLedgers
from nazh.adapters.outbound.memory.forgetting import MemoryPlayerRecords, MemoryServerRecords
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessions
from nazh.adapters.outbound.memory.saved import MemoryShelves
from nazh.adapters.outbound.memory.servers import MemoryServers
from nazh.adapters.outbound.memory.store import MemoryStore

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.database import Database
    from nazh.adapters.outbound.sql.dice.archive import SqlArchive
    from nazh.adapters.outbound.sql.dice.fair import SqlFairBook
    from nazh.adapters.outbound.sql.dice.forgetting import SqlPlayerRecords, SqlServerRecords
    from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers
    from nazh.adapters.outbound.sql.dice.saved import SqlShelves
    from nazh.adapters.outbound.sql.dice.servers import SqlServers
    from nazh.adapters.outbound.sql.dice.tallies import SqlTallies
    from nazh.adapters.outbound.sql.gateway_sessions import SqlGatewaySessions

ROLLS: Final = "rolls"
"""What health and metrics call the database."""


def _database(address: str) -> Database:
    # A quarter of a second to import, which a table that keeps nothing need not wait for.
    from nazh.adapters.outbound.sql.opening import new_database

    return new_database(address)


def _ledgers(database: Database) -> SqlLedgers:
    from nazh.adapters.outbound.sql.dice.ledger import SqlLedgers

    return SqlLedgers(database)


def _shelves(database: Database) -> SqlShelves:
    from nazh.adapters.outbound.sql.dice.saved import SqlShelves

    return SqlShelves(database)


def _archive(database: Database) -> SqlArchive:
    from nazh.adapters.outbound.sql.dice.archive import SqlArchive

    return SqlArchive(database)


def _servers(database: Database) -> SqlServers:
    from nazh.adapters.outbound.sql.dice.servers import SqlServers

    return SqlServers(database)


def _tallies(database: Database) -> SqlTallies:
    from nazh.adapters.outbound.sql.dice.tallies import SqlTallies

    return SqlTallies(database)


def _player_records(database: Database) -> SqlPlayerRecords:
    from nazh.adapters.outbound.sql.dice.forgetting import SqlPlayerRecords

    return SqlPlayerRecords(database)


def _server_records(database: Database) -> SqlServerRecords:
    from nazh.adapters.outbound.sql.dice.forgetting import SqlServerRecords

    return SqlServerRecords(database)


def _fair_book(database: Database) -> SqlFairBook:
    from nazh.adapters.outbound.sql.dice.fair import SqlFairBook

    return SqlFairBook(database)


def _gateway_sessions(database: Database) -> SqlGatewaySessions:
    from nazh.adapters.outbound.sql.gateway_sessions import SqlGatewaySessions

    return SqlGatewaySessions(database)


class StoresContainer(containers.DeclarativeContainer):
    """One store, and what is kept in it."""

    settings = providers.Dependency(instance_of=Settings)

    kind = settings.provided.database.storage
    database = providers.Singleton(_database, settings.provided.database.reveal.call())
    store = providers.Selector(kind, memory=providers.Singleton(MemoryStore), sql=database)
    ledgers = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryLedgers),
        sql=providers.Singleton(_ledgers, database),
    )
    shelves = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryShelves),
        sql=providers.Singleton(_shelves, database),
    )
    archive = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryArchive, ledgers),
        sql=providers.Singleton(_archive, database),
    )
    servers = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryServers),
        sql=providers.Singleton(_servers, database),
    )
    tallies = providers.Selector(
        kind,
        memory=ledgers.provided.tallies,
        sql=providers.Singleton(_tallies, database),
    )
    fair_book = providers.Selector(
        kind,
        memory=ledgers.provided.fair,
        sql=providers.Singleton(_fair_book, database),
    )
    player_records = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryPlayerRecords, ledgers, servers),
        sql=providers.Singleton(_player_records, database),
    )
    server_records = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryServerRecords, ledgers, shelves, servers),
        sql=providers.Singleton(_server_records, database),
    )
    gateway_sessions = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryGatewaySessions),
        sql=providers.Singleton(_gateway_sessions, database),
    )
    # What is in memory is always there; a store that is elsewhere is named here, to be visited.
    visited = providers.Selector(
        kind, memory=providers.Dict(), sql=providers.Dict({ROLLS: database})
    )

"""Wires the store of every context: memory, SQLite or PostgreSQL, as the operator chose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from dependency_injector import containers, providers

from nazh.adapters.inbound.settings import Settings
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.adapters.outbound.memory.jobs import MemoryJobClaims
from nazh.adapters.outbound.memory.outbox import MemoryOutbox
from nazh.adapters.outbound.memory.store import MemoryStore
from nazh.adapters.outbound.sql.chains import Migrations

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.database import Database
    from nazh.adapters.outbound.sql.gateway_sessions import SqlGatewaySessionStore
    from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
    from nazh.adapters.outbound.sql.jobs import SqlJobClaims
    from nazh.adapters.outbound.sql.outbox import SqlOutbox

DATABASE: Final = "database"
"""What health and metrics call the database."""


def _database(address: str, migrations: Sequence[Migrations]) -> Database:
    # A quarter of a second to import, which a table that keeps nothing need not wait for.
    from nazh.adapters.outbound.sql.factory import new_database

    return new_database(address, migrations)


def _guilds(database: Database) -> SqlGuildStore:
    from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore

    return SqlGuildStore(database)


def _gateway_sessions(database: Database) -> SqlGatewaySessionStore:
    from nazh.adapters.outbound.sql.gateway_sessions import SqlGatewaySessionStore

    return SqlGatewaySessionStore(database)


def _job_claims(database: Database) -> SqlJobClaims:
    from nazh.adapters.outbound.sql.jobs import SqlJobClaims

    return SqlJobClaims(database)


def _outbox(database: Database) -> SqlOutbox:
    from nazh.adapters.outbound.sql.outbox import SqlOutbox

    return SqlOutbox(database)


class StoresContainer(containers.DeclarativeContainer):
    """One store, and what the platform itself keeps in it."""

    settings = providers.Dependency(instance_of=Settings)
    migrations: providers.Dependency[Sequence[Migrations]] = providers.Dependency()

    kind = settings.provided.database.storage
    database = providers.Singleton(_database, settings.provided.database.reveal.call(), migrations)
    store = providers.Selector(kind, memory=providers.Singleton(MemoryStore), sql=database)
    guilds = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryGuildStore),
        sql=providers.Singleton(_guilds, database),
    )
    gateway_sessions = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryGatewaySessionStore),
        sql=providers.Singleton(_gateway_sessions, database),
    )
    job_claims = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryJobClaims),
        sql=providers.Singleton(_job_claims, database),
    )
    outbox = providers.Selector(
        kind,
        memory=providers.Singleton(MemoryOutbox),
        sql=providers.Singleton(_outbox, database),
    )
    # What is in memory is always there; a store that is elsewhere is named here, to be visited.
    remote_stores = providers.Selector(
        kind, memory=providers.Dict(), sql=providers.Dict({DATABASE: database})
    )

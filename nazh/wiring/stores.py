"""Builds the platform's stores: in memory, SQLite or PostgreSQL, as the operator chose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from nazh.adapters.inbound.cli.run import CannotRun
from nazh.adapters.outbound.memory.gateway_sessions import MemoryGatewaySessionStore
from nazh.adapters.outbound.memory.guilds.guild_store import MemoryGuildStore
from nazh.adapters.outbound.memory.jobs import MemoryJobClaims
from nazh.adapters.outbound.memory.outbox import MemoryOutbox
from nazh.adapters.outbound.memory.store import MemoryStore
from nazh.adapters.outbound.sql.migrations.chains import Migrations
from nazh.application.shared.gateway_sessions import GatewaySessionStore
from nazh.application.shared.jobs import JobClaims
from nazh.application.shared.outbox import Outbox
from nazh.application.shared.ports import Store

if TYPE_CHECKING:
    from nazh.adapters.outbound.sql.databases.database import Database
    from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
    from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
    from nazh.adapters.outbound.sql.platform.message_records import SqlMessageRecords
    from nazh.adapters.outbound.sql.platform.queued_messages import SqlMessageQueue

IN_MEMORY: Final = "memory:"
"""The address of stores in memory, which are lost when the process ends."""
DATABASE: Final = "database"
"""The name of the database in health and metrics."""
_NAMED_BY: Final = "NAZH_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class PlatformStores:
    """The stores that every context shares. ``remote`` are those that may be unreachable.

    In memory there is no audit log and no message queue, because they would end with the process.
    """

    store: Store
    guilds: MemoryGuildStore | SqlGuildStore
    gateway_sessions: GatewaySessionStore
    job_claims: JobClaims
    outbox: Outbox
    audit: SqlAuditRecords | None = None
    messages: SqlMessageQueue | None = None
    message_records: SqlMessageRecords | None = None
    remote: Mapping[str, Store] = field(default_factory=dict)


def memory_stores() -> PlatformStores:
    """Return new, empty stores in memory."""
    return PlatformStores(
        MemoryStore(),
        MemoryGuildStore(),
        MemoryGatewaySessionStore(),
        MemoryJobClaims(),
        MemoryOutbox(),
    )


def new_database(
    address: str, migrations: Sequence[Migrations], named_by: str = _NAMED_BY
) -> Database:
    """Return the database at ``address``; imports SQLAlchemy, which takes 0.25 s.

    ``named_by`` is the variable or option that names the address, for messages to operators.
    Raises CannotRun if the address means memory.
    """
    if address == IN_MEMORY:
        raise CannotRun(
            "A context in NAZH_CONTEXTS needs a database, and NAZH_DATABASE_URL is memory:. Remove "
            "NAZH_DATABASE_URL to keep everything in a file, or leave it out of NAZH_CONTEXTS."
        )
    from nazh.adapters.outbound.sql.databases.factory import new_database

    return new_database(address, migrations, named_by)


@asynccontextmanager
async def open_database(
    address: str, migrations: Sequence[Migrations], named_by: str = _NAMED_BY
) -> AsyncIterator[Database]:
    """Yield the database of ``new_database``, open. Raises StoreError if that is impossible."""
    database = new_database(address, migrations, named_by)
    try:
        await database.open()
        yield database
    finally:
        await database.close()


def sql_stores(database: Database) -> PlatformStores:
    """Return stores in ``database``."""
    from nazh.adapters.outbound.sql.guilds.guild_store import SqlGuildStore
    from nazh.adapters.outbound.sql.platform.audit_records import SqlAuditRecords
    from nazh.adapters.outbound.sql.platform.gateway_sessions import SqlGatewaySessionStore
    from nazh.adapters.outbound.sql.platform.jobs import SqlJobClaims
    from nazh.adapters.outbound.sql.platform.message_records import SqlMessageRecords
    from nazh.adapters.outbound.sql.platform.outbox import SqlOutbox
    from nazh.adapters.outbound.sql.platform.queued_messages import SqlMessageQueue

    return PlatformStores(
        database,
        SqlGuildStore(database),
        SqlGatewaySessionStore(database),
        SqlJobClaims(database),
        SqlOutbox(database),
        SqlAuditRecords(database),
        SqlMessageQueue(database),
        SqlMessageRecords(database),
        {DATABASE: database},
    )

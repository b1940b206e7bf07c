"""Reads and replaces the stored passwords of all guilds, for the operator."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.tables import SERVERS
from nazh.adapters.outbound.sql.platform.audit_log import record
from nazh.application.keep.servers.ports import SealedPassword
from nazh.application.shared.audit.audit_log import AuditEntry
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId


class SqlSealedPasswords:
    """Satisfies ``SealedPasswords``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def after(self, server: GameServerId, most: int) -> tuple[SealedPassword, ...]:
        """Return at most ``most`` passwords of game servers with higher ids, in their order."""
        statement = select(SERVERS).where(SERVERS.c.id > server).order_by(SERVERS.c.id).limit(most)

        def query(connection: Connection) -> tuple[SealedPassword, ...]:
            return tuple(
                SealedPassword(
                    GuildId(row.guild), GameServerId(row.id), str(row.name), str(row.password)
                )
                for row in connection.execute(statement)
            )

        return await self._database.read(query)

    async def replace(self, before: SealedPassword, sealed: str, entry: AuditEntry) -> bool:
        """Store a new value if the old one is unchanged; return whether it was stored."""
        unchanged = update(SERVERS).where(
            SERVERS.c.id == before.server, SERVERS.c.password == before.sealed
        )

        def write(connection: Connection) -> bool:
            is_stored = connection.execute(unchanged.values(password=sealed)).rowcount == 1
            if is_stored:
                record(connection, entry)
            return is_stored

        return await self._database.write_in_background(write)

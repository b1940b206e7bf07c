"""Reads Keep's entries in the audit log."""

from __future__ import annotations

import json
from typing import Final

from sqlalchemy import Connection, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.audit_log import AUDIT_LOG
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.keep.servers.show_changes import ServerChange
from nazh.application.shared.audit.audit_log import Details
from nazh.domain.kernel.identity import GuildId, UserId

_OF_KEEP: Final = "keep."


class SqlServerChanges:
    """Satisfies ``ServerChanges``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, guild: GuildId, most: int) -> tuple[ServerChange, ...]:
        """Return the last entries of a guild, the latest first."""
        of_guild = AUDIT_LOG.c.guild == guild
        is_of_keep = AUDIT_LOG.c.action.startswith(_OF_KEEP, autoescape=True)
        statement = select(AUDIT_LOG).where(of_guild, is_of_keep)
        ordered = statement.order_by(AUDIT_LOG.c.seq.desc()).limit(most)

        def query(connection: Connection) -> tuple[ServerChange, ...]:
            return tuple(
                ServerChange(
                    instant(row.at),
                    None if row.actor is None else UserId(row.actor),
                    row.action,
                    row.target,
                    _details(row.before),
                    _details(row.after),
                )
                for row in connection.execute(ordered)
            )

        return await self._database.read(query)


def _details(written: str | None) -> Details | None:
    if written is None:
        return None
    details: Details = json.loads(written)
    return details

"""Exports and deletes users' and guilds' data in the audit log; the chain stays verifiable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.audit_log import (
    AUDIT_LOG,
    lock_chain,
    read_ends,
    write_ends,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.shared.audit.audit_chain import AuditRow, ChainEnds, Link
from nazh.domain.kernel.identity import GuildId, UserId

_BATCH_SIZE: Final = 500
_WHO: Final = {"actor": None, "interaction": None, "salt": None}
_CONTENT: Final = {
    **_WHO,
    **dict.fromkeys(("guild", "origin", "action", "target", "before", "after")),
}


class SqlAuditRecords:
    """Satisfies ``PersonalData`` and ``OldEntries``, and lists the changes of a user."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def changes_by(self, user: UserId) -> tuple[AuditRow, ...]:
        """Return the rows of a user's changes, the latest first. Raises ``Unavailable``."""
        statement = select(AUDIT_LOG).where(AUDIT_LOG.c.actor == user)
        ordered = statement.order_by(AUDIT_LOG.c.seq.desc())

        def query(connection: Connection) -> tuple[AuditRow, ...]:
            return tuple(map(AuditRow._make, connection.execute(ordered)))

        return await self._database.read(query)

    async def forget_user(self, user: UserId) -> None:
        """Unlink the user from their changes. Without the salt, the user cannot be guessed."""
        await self._set_to_null(AUDIT_LOG.c.actor == user, _WHO)

    async def prune_guild(self, guild: GuildId, before: datetime) -> bool:
        """Delete nothing, because the retention period of a guild does not apply here."""
        return True

    async def forget_guild(self, guild: GuildId) -> None:
        """Delete the content of a guild's rows, but not their digests, which reveal nothing."""
        await self._set_to_null(AUDIT_LOG.c.guild == guild, _CONTENT)

    async def prune(self, before: datetime, most: int) -> int:
        """Delete some of the oldest entries, and store the last of them as the end of the chain."""
        oldest = select(AUDIT_LOG).order_by(AUDIT_LOG.c.seq).limit(most)

        def write(connection: Connection) -> int:
            lock_chain(connection)
            count, last = 0, None
            for row in connection.execute(oldest):
                if row.at >= microseconds(before):
                    break
                count, last = count + 1, Link(row.seq, row.digest)
            if last is not None:
                connection.execute(delete(AUDIT_LOG).where(AUDIT_LOG.c.seq <= last.seq))
                write_ends(connection, ChainEnds(read_ends(connection).last, last))
            return count

        return await self._database.write_in_background(write)

    async def _set_to_null(
        self, condition: ColumnElement[bool], values: Mapping[str, None]
    ) -> None:
        """Set columns of the chosen rows to null, in batches."""
        some = select(AUDIT_LOG.c.seq).where(condition).limit(_BATCH_SIZE)
        emptied = update(AUDIT_LOG).where(AUDIT_LOG.c.seq.in_(some)).values(dict(values))

        def write(connection: Connection) -> bool:
            return connection.execute(emptied).rowcount < _BATCH_SIZE

        while not await self._database.write_in_background(write):
            pass

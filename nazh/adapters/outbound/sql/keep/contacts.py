"""Stores whether the consoles of game servers answered the last attempt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.keep.servers import has_server
from nazh.adapters.outbound.sql.keep.tables import CONTACTS
from nazh.adapters.outbound.sql.timestamps import (
    instant,
    microseconds,
    optional_instant,
    optional_microseconds,
)
from nazh.domain.keep.contacts import Contact, contact_after
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.identity import GuildId


class SqlContactStore:
    """Satisfies ``ContactStore``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_guild(self, guild: GuildId) -> Mapping[GameServerId, Contact]:
        """Return the contacts of a guild's servers, after at least one attempt each."""
        statement = select(CONTACTS).where(CONTACTS.c.guild == guild)

        def query(connection: Connection) -> Mapping[GameServerId, Contact]:
            return {
                GameServerId(row.server): _contact(row) for row in connection.execute(statement)
            }

        return await self._database.read(query)

    async def note(
        self, guild: GuildId, server: GameServerId, *, is_answering: bool, at: datetime
    ) -> Contact | None:
        """Store and return the contact after an attempt, if the guild has the server."""
        known = select(CONTACTS).where(CONTACTS.c.server == server)

        def write(connection: Connection) -> Contact | None:
            if not has_server(connection, guild, server):
                return None
            row = connection.execute(known.with_for_update()).one_or_none()
            before = None if row is None else _contact(row)
            contact = contact_after(before, is_answering=is_answering, at=at)
            answered_at = contact.answered_at
            values = {
                "is_answering": contact.is_answering,
                "since": microseconds(contact.since),
                "answered_at": optional_microseconds(answered_at),
            }
            if row is None:
                connection.execute(insert(CONTACTS).values(server=server, guild=guild, **values))
            else:
                stored = update(CONTACTS).where(CONTACTS.c.server == server)
                connection.execute(stored.values(values))
            return contact

        try:
            return await self._database.write_in_background(write)
        except IntegrityError:  # another process has inserted it meanwhile
            return await self._database.write_in_background(write)


def _contact(row: Row[tuple[object, ...]]) -> Contact:
    answered_at = optional_instant(row.answered_at)
    return Contact(bool(row.is_answering), instant(row.since), answered_at)

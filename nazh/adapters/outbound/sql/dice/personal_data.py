"""Reads and deletes the dice data of one user or guild in a database.

New tables with a column for users or guilds must be added here; a test searches all tables for a
deleted user and a deleted guild.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, Select, and_, delete, select

from nazh.adapters.outbound.sql.databases.database import Database, Work
from nazh.adapters.outbound.sql.dice.fair_session_rows import FAIR_PARTICIPANTS, FAIR_SESSIONS
from nazh.adapters.outbound.sql.dice.fair_sessions import forget_sessions
from nazh.adapters.outbound.sql.dice.roll_counters import forget_guild, forget_user
from nazh.adapters.outbound.sql.dice.rolls import ROLLS
from nazh.adapters.outbound.sql.dice.saved_rolls import SAVED_ROLLS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dice.ports.privacy import ParticipantNumber
from nazh.domain.dice.saving.saved_collections import OwnerKind
from nazh.domain.kernel.identity import GuildId, UserId

COUNTS_BATCH_SIZE: Final = 500
"""Counter rows per transaction, which takes a fraction of 50 ms."""


class SqlUserRecords:
    """Satisfies ``UserRecords`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def numbers(self, of: UserId) -> tuple[ParticipantNumber, ...]:
        """Return the numbers of a player in fair sessions, the oldest session first."""
        statement = select(
            FAIR_SESSIONS.c.server, FAIR_PARTICIPANTS.c.session, FAIR_PARTICIPANTS.c.number
        ).join(FAIR_SESSIONS, FAIR_SESSIONS.c.session == FAIR_PARTICIPANTS.c.session)
        own_numbers = statement.where(FAIR_PARTICIPANTS.c.player == of).order_by(
            FAIR_SESSIONS.c.opened
        )

        def query(connection: Connection) -> tuple[ParticipantNumber, ...]:
            rows = connection.execute(own_numbers)
            return tuple(
                ParticipantNumber(GuildId(row.server), row.session, row.number) for row in rows
            )

        return await self._database.read(query)

    async def forget_rolls(self, of: UserId, limit: int) -> int:
        """Delete rolls of a player."""
        deleted = select(ROLLS.c.seq).where(ROLLS.c.player == of).limit(limit)
        return await _delete(self._database, deleted)

    async def forget_numbers(self, of: UserId) -> None:
        """Unlink the numbers of a player."""
        participations = delete(FAIR_PARTICIPANTS).where(FAIR_PARTICIPANTS.c.player == of)

        def write(connection: Connection) -> None:
            connection.execute(participations)

        await self._database.write(write)

    async def forget_counts(self, of: UserId) -> None:
        """Unlink public counts in guilds from the user, and delete the others."""
        await _forget_counts(
            self._database, partial(forget_user, player=of, limit=COUNTS_BATCH_SIZE)
        )


class SqlGuildRecords:
    """Satisfies ``GuildRecords`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget_rolls(self, guild: GuildId, before: datetime, limit: int) -> int:
        """Delete rolls in ``guild``, and then its idle fair sessions."""
        # Only the first rows are checked, because rolls are appended in chronological order.
        first = select(ROLLS.c.seq, ROLLS.c.at).where(ROLLS.c.server == guild)
        oldest = first.order_by(ROLLS.c.seq).limit(limit).subquery()
        deleted = select(oldest.c.seq).where(oldest.c.at < microseconds(before))
        count = await _delete(self._database, deleted)
        if count < limit:
            await forget_sessions(self._database, microseconds(before), guild)
        return count

    async def forget(self, guild: GuildId) -> None:
        """Delete everything except rolls."""
        is_of_guild = and_(
            SAVED_ROLLS.c.kind == OwnerKind.GUILD.value, SAVED_ROLLS.c.owner == guild
        )
        saved_rolls = delete(SAVED_ROLLS).where(is_of_guild)

        def write(connection: Connection) -> None:
            connection.execute(saved_rolls)

        await self._database.write_in_background(write)
        await _forget_counts(
            self._database, partial(forget_guild, guild=guild, limit=COUNTS_BATCH_SIZE)
        )
        await forget_sessions(self._database, guild=guild)


async def _delete(database: Database, deleted: Select[tuple[int]]) -> int:
    """Delete the rolls with these sequence numbers; return how many."""
    statement = delete(ROLLS).where(ROLLS.c.seq.in_(deleted))

    def write(connection: Connection) -> int:
        return connection.execute(statement).rowcount

    return await database.write_in_background(write)


async def _forget_counts(database: Database, forget_some: Work[int]) -> None:
    """Run ``forget_some`` until no counts are left, each time in its own transaction."""
    while await database.write_in_background(forget_some) == COUNTS_BATCH_SIZE:
        pass

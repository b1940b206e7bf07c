"""Reads out and forgets what the dice keep of one user or guild in a database.

Whoever adds a table with a column for players or servers adds it here; a test looks through all
tables for those who were forgotten.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, Select, and_, delete, select

from nazh.adapters.outbound.sql.database import Database, Work
from nazh.adapters.outbound.sql.dice.fair_session_rows import FAIR_PARTICIPANTS, FAIR_SESSIONS
from nazh.adapters.outbound.sql.dice.fair_sessions import forget_sessions
from nazh.adapters.outbound.sql.dice.roll_counters import forget_guild, forget_user
from nazh.adapters.outbound.sql.dice.rolls import ROLLS
from nazh.adapters.outbound.sql.dice.saved_rolls import SAVED_ROLLS
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dice.ports.privacy import ParticipantNumber
from nazh.domain.dice.saved_collections import OwnerKind
from nazh.domain.kernel.identity import GuildId, UserId

COUNTS_BATCH_SIZE: Final = 500
"""Counts in one transaction, which takes a fraction of 50 ms."""


class SqlUserRecords:
    """Satisfies ``UserRecords`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def numbers(self, of: UserId) -> tuple[ParticipantNumber, ...]:
        """Return the numbers of a player in fair sessions, those of the oldest first."""
        statement = select(
            FAIR_SESSIONS.c.server, FAIR_PARTICIPANTS.c.session, FAIR_PARTICIPANTS.c.number
        ).join(FAIR_SESSIONS, FAIR_SESSIONS.c.session == FAIR_PARTICIPANTS.c.session)
        theirs = statement.where(FAIR_PARTICIPANTS.c.player == of).order_by(FAIR_SESSIONS.c.opened)

        def query(connection: Connection) -> tuple[ParticipantNumber, ...]:
            rows = connection.execute(theirs)
            return tuple(
                ParticipantNumber(GuildId(row.server), row.session, row.number) for row in rows
            )

        return await self._database.read(query)

    async def forget_rolls(self, of: UserId, limit: int) -> int:
        """Forget rolls of a player."""
        gone = select(ROLLS.c.seq).where(ROLLS.c.player == of).limit(limit)
        return await _delete(self._database, gone, limit)

    async def forget_numbers(self, of: UserId) -> None:
        """Let the numbers of a player be nobody's."""
        theirs = delete(FAIR_PARTICIPANTS).where(FAIR_PARTICIPANTS.c.player == of)

        def write(connection: Connection) -> None:
            connection.execute(theirs)

        await self._database.write(write)

    async def forget_counts(self, of: UserId) -> None:
        """Let public counts on servers be by nobody, and forget the others."""
        forget = partial(forget_user, player=of, limit=COUNTS_BATCH_SIZE)
        while await self._database.write_in_background(forget) == COUNTS_BATCH_SIZE:
            pass


class SqlGuildRecords:
    """Satisfies ``GuildRecords`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget_rolls(self, server: GuildId, before: datetime, limit: int) -> int:
        """Forget rolls on ``server``."""
        # Only the first rows are looked at: rolls are appended in the order in which they fall.
        first = select(ROLLS.c.seq, ROLLS.c.at).where(ROLLS.c.server == server)
        oldest = first.order_by(ROLLS.c.seq).limit(limit).subquery()
        gone = select(oldest.c.seq).where(oldest.c.at < microseconds(before))
        forget_idle_sessions = partial(forget_sessions, before=microseconds(before), server=server)
        return await _delete(self._database, gone, limit, forget_idle_sessions)

    async def forget(self, server: GuildId) -> None:
        """Forget everything but rolls."""
        shelf = and_(SAVED_ROLLS.c.kind == OwnerKind.GUILD.value, SAVED_ROLLS.c.owner == server)

        def write(connection: Connection) -> None:
            connection.execute(delete(SAVED_ROLLS).where(shelf))
            forget_guild(connection, server)
            forget_sessions(connection, server=server)

        await self._database.write_in_background(write)


async def _delete(
    database: Database, gone: Select[tuple[int]], limit: int, when_done: Work[None] | None = None
) -> int:
    """Delete rolls, and where there are no more, do what is to be done ``at_last``."""
    statement = delete(ROLLS).where(ROLLS.c.seq.in_(gone))

    def write(connection: Connection) -> int:
        count = connection.execute(statement).rowcount
        if count < limit and when_done is not None:
            when_done(connection)
        return count

    return await database.write_in_background(write)

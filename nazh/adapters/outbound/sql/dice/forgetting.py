"""What is kept of one player, or of one server, in a database: to be read out, and forgotten.

Whoever adds a table with a column for players or servers adds it here; a test looks through all
tables for those who were forgotten.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, Select, and_, delete, select, update

from nazh.adapters.outbound.sql.database import Database, Work
from nazh.adapters.outbound.sql.dice.fair import forget_sessions
from nazh.adapters.outbound.sql.dice.fair_rows import PLAYERS, SESSIONS
from nazh.adapters.outbound.sql.dice.rolls import ROLLS, microseconds
from nazh.adapters.outbound.sql.dice.saved import SHELVES
from nazh.adapters.outbound.sql.dice.servers import CHANGES, SERVERS, change_of
from nazh.adapters.outbound.sql.dice.tallies import forget_player, forget_server
from nazh.application.dice.ports import OwnChange, OwnNumber
from nazh.domain.dice.server_settings import Setting
from nazh.domain.dice.shelves import OwnerKind
from nazh.domain.kernel.identity import PlayerId, ServerId

_SETTINGS: Final = tuple(setting.value for setting in Setting)


class SqlPlayerRecords:
    """Satisfies ``PlayerRecords`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def changes(self, of: PlayerId) -> tuple[OwnChange, ...]:
        """Return the changes that a player made, the latest first."""
        sought = select(CHANGES).where(CHANGES.c.player == of, CHANGES.c.setting.in_(_SETTINGS))

        def look(connection: Connection) -> tuple[OwnChange, ...]:
            rows = connection.execute(sought.order_by(CHANGES.c.seq.desc())).mappings()
            return tuple(OwnChange(ServerId(row["server"]), change_of(row)) for row in rows)

        return await self._database.read(look)

    async def numbers(self, of: PlayerId) -> tuple[OwnNumber, ...]:
        """Return the numbers of a player in fair sessions, those of the oldest first."""
        sought = select(SESSIONS.c.server, PLAYERS.c.session, PLAYERS.c.number).join(
            SESSIONS, SESSIONS.c.session == PLAYERS.c.session
        )
        theirs = sought.where(PLAYERS.c.player == of).order_by(SESSIONS.c.opened)

        def look(connection: Connection) -> tuple[OwnNumber, ...]:
            rows = connection.execute(theirs)
            return tuple(OwnNumber(ServerId(row.server), row.session, row.number) for row in rows)

        return await self._database.read(look)

    async def forget_rolls(self, of: PlayerId, most: int) -> int:
        """Forget rolls of a player."""
        gone = select(ROLLS.c.seq).where(ROLLS.c.player == of).limit(most)
        return await _delete(self._database, gone, most)

    async def forget_changes(self, of: PlayerId) -> None:
        """Let changes be by nobody."""
        theirs = update(CHANGES).where(CHANGES.c.player == of).values(player=None)

        def write(connection: Connection) -> None:
            connection.execute(theirs)

        await self._database.write(write)

    async def forget_numbers(self, of: PlayerId) -> None:
        """Let the numbers of a player be nobody's."""
        theirs = delete(PLAYERS).where(PLAYERS.c.player == of)

        def write(connection: Connection) -> None:
            connection.execute(theirs)

        await self._database.write(write)

    async def forget_counts(self, of: PlayerId) -> None:
        """Let public counts on servers be by nobody, and forget the others."""
        await self._database.write_at_leisure(lambda connection: forget_player(connection, of))


class SqlServerRecords:
    """Satisfies ``ServerRecords`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def forget_rolls(self, server: ServerId, before: datetime, most: int) -> int:
        """Forget rolls on ``server``."""
        # Only the first rows are looked at: rolls are appended in the order in which they fall.
        first = select(ROLLS.c.seq, ROLLS.c.at).where(ROLLS.c.server == server)
        oldest = first.order_by(ROLLS.c.seq).limit(most).subquery()
        gone = select(oldest.c.seq).where(oldest.c.at < microseconds(before))
        rested = partial(forget_sessions, before=microseconds(before), server=server)
        return await _delete(self._database, gone, most, rested)

    async def forget(self, server: ServerId) -> None:
        """Forget everything but rolls."""
        shelf = and_(SHELVES.c.kind == OwnerKind.SERVER.value, SHELVES.c.owner == server)

        def write(connection: Connection) -> None:
            connection.execute(delete(CHANGES).where(CHANGES.c.server == server))
            connection.execute(delete(SHELVES).where(shelf))
            connection.execute(delete(SERVERS).where(SERVERS.c.server == server))
            forget_server(connection, server)
            forget_sessions(connection, server=server)

        await self._database.write_at_leisure(write)


async def _delete(
    database: Database, gone: Select[tuple[int]], most: int, at_last: Work[None] | None = None
) -> int:
    """Delete rolls, and where there are no more, do what is to be done ``at_last``."""
    statement = delete(ROLLS).where(ROLLS.c.seq.in_(gone))

    def write(connection: Connection) -> int:
        count = connection.execute(statement).rowcount
        if count < most and at_last is not None:
            at_last(connection)
        return count

    return await database.write_at_leisure(write)

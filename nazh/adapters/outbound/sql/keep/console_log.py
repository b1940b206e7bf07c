"""Records who ran which command in the console of a game server."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Row, insert, select, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.isolation import serialize
from nazh.adapters.outbound.sql.keep.tables import CONSOLE_LOG
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.keep.consoles.ports import ConsoleLogEntry
from nazh.application.keep.consoles.run_recorded_command import BEGUN
from nazh.application.keep.servers.run_on_server import OK
from nazh.domain.keep.consoles.errors import OutcomeUnknown, ReplyTooLarge
from nazh.domain.keep.errors import RunMeanwhile
from nazh.domain.kernel.identity import GuildId, UserId

_MAY_HAVE_RUN: Final = (BEGUN, OK, OutcomeUnknown.code, ReplyTooLarge.code)
"""The outcomes of commands that may have been run."""


class SqlConsoleLog:
    """Satisfies ``ConsoleLog``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, entry: ConsoleLogEntry, asked_at: datetime | None = None) -> int:
        """Store an entry before its command is run, and return its number. Raises RunMeanwhile."""
        row = {
            "guild": entry.guild,
            "at": microseconds(entry.at),
            "server": entry.server,
            "player": entry.user,
            "command": entry.command,
            "outcome": entry.outcome,
        }

        def write(connection: Connection) -> int:
            if asked_at is not None:
                serialize(connection, CONSOLE_LOG.name, str(entry.guild))
                _check_not_run_since(connection, entry, asked_at)
            key = connection.execute(insert(CONSOLE_LOG).values(row)).inserted_primary_key
            assert key is not None
            return int(key[0])

        return await self._database.write(write)

    async def finish(self, number: int, outcome: str) -> None:
        """Store the outcome of an entry's command."""
        noted = update(CONSOLE_LOG).where(CONSOLE_LOG.c.seq == number).values(outcome=outcome)

        def write(connection: Connection) -> None:
            connection.execute(noted)

        await self._database.write(write)

    async def latest(self, guild: GuildId, most: int) -> tuple[ConsoleLogEntry, ...]:
        """Return the last entries of a guild, the latest first."""
        statement = select(CONSOLE_LOG).where(CONSOLE_LOG.c.guild == guild)
        last = statement.order_by(CONSOLE_LOG.c.seq.desc()).limit(most)

        def query(connection: Connection) -> tuple[ConsoleLogEntry, ...]:
            return tuple(map(console_log_entry, connection.execute(last)))

        return await self._database.read(query)


def _check_not_run_since(
    connection: Connection, entry: ConsoleLogEntry, asked_at: datetime
) -> None:
    """Raise RunMeanwhile if the command of ``entry`` may have been run since ``asked_at``."""
    run = select(CONSOLE_LOG.c.at).where(
        CONSOLE_LOG.c.guild == entry.guild,
        CONSOLE_LOG.c.at >= microseconds(asked_at),
        CONSOLE_LOG.c.server == entry.server,
        CONSOLE_LOG.c.command == entry.command,
        CONSOLE_LOG.c.outcome.in_(_MAY_HAVE_RUN),
    )
    at = connection.execute(run.order_by(CONSOLE_LOG.c.at.desc()).limit(1)).scalar()
    if at is not None:
        raise RunMeanwhile(name=entry.server, when=instant(at))


def console_log_entry(row: Row[tuple[object, ...]]) -> ConsoleLogEntry:
    """Return the entry in a row."""
    return ConsoleLogEntry(
        at=instant(row.at),
        guild=GuildId(row.guild),
        server=row.server,
        user=None if row.player is None else UserId(row.player),
        command=row.command,
        outcome=row.outcome,
    )

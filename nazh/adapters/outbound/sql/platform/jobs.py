"""Stores claims of jobs, one row for each CLUSTER job, with the instant when it is due."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Table, Text, insert, select, update
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.shared.jobs import is_due

JOBS: Final = Table(
    "jobs", METADATA, Column("name", Text, primary_key=True), Column("due_at", BigInteger)
)
"""The schema after the newest migration. ``due_at`` is in microseconds since 1970, UTC."""


class SqlJobClaims:
    """Satisfies ``JobClaims`` for all processes that share a database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, name: str, now: datetime, until: datetime) -> bool:
        """Claim the job with one guarded update; return whether it was due and unclaimed."""
        due_at = await self._database.read(lambda connection: _due_at(connection, name))
        if due_at is not None and not is_due(instant(due_at), now, until):
            return False
        values = {"due_at": microseconds(until)}
        due = update(JOBS).where(JOBS.c.name == name, JOBS.c.due_at == due_at).values(values)

        def write(connection: Connection) -> bool:
            if due_at is None:
                connection.execute(insert(JOBS).values(name=name, **values))
                return True
            return connection.execute(due).rowcount == 1

        try:
            return await self._database.write(write)
        except IntegrityError:  # another process was the first to claim it
            return False

    async def schedule(self, name: str, claimed_until: datetime, due_at: datetime) -> None:
        """Set the instant from which a job is due again."""
        claimed = update(JOBS).where(
            JOBS.c.name == name, JOBS.c.due_at == microseconds(claimed_until)
        )

        def write(connection: Connection) -> None:
            connection.execute(claimed.values(due_at=microseconds(due_at)))

        await self._database.write(write)


def _due_at(connection: Connection, name: str) -> int | None:
    return connection.execute(select(JOBS.c.due_at).where(JOBS.c.name == name)).scalar()

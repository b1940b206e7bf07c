"""Records who has completed the tutorial."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import COMPLETED_TUTORIALS
from nazh.adapters.outbound.sql.timestamps import microseconds, optional_instant
from nazh.domain.kernel.identity import UserId


class SqlCompletedTutorials:
    """Satisfies ``CompletedTutorials``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def completed_at(self, user: UserId) -> datetime | None:
        """Return when a user first completed it."""
        return await self._database.read(lambda connection: tutorial_completed_at(connection, user))

    async def complete(self, user: UserId, at: datetime) -> None:
        """Record that a user has completed it."""
        row = {"user": user, "at": microseconds(at)}
        try:
            await self._database.write(
                lambda connection: connection.execute(insert(COMPLETED_TUTORIALS), row)
            )
        except IntegrityError:  # it is recorded already
            pass


def tutorial_completed_at(connection: Connection, user: UserId) -> datetime | None:
    """Return when a user first completed the tutorial."""
    query = select(COMPLETED_TUTORIALS.c.at).where(COMPLETED_TUTORIALS.c.user == user)
    at = connection.execute(query).scalar()
    return optional_instant(at)

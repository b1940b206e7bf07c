"""The archive in a database: all rolls, page by page, along an index."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, delete, exists, not_, select

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dice.fair import forget_sessions
from nazh.adapters.outbound.sql.dice.rolls import ROLLS, microseconds, readable
from nazh.application.dice.ports import Entry, Sought

_LATER: Final = ROLLS.alias()


class SqlArchive:
    """Satisfies ``RollArchive`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def older(self, sought: Sought, than: int | None, most: int) -> tuple[Entry, ...]:
        """Return entries below a place, the latest first."""
        statement = _sought(sought).order_by(ROLLS.c.seq.desc())
        if than is not None:
            statement = statement.where(ROLLS.c.seq < than)
        return await self._read(statement.limit(most))

    async def newer(self, sought: Sought, than: int, most: int) -> tuple[Entry, ...]:
        """Return the next entries above a place, the latest first."""
        statement = _sought(sought).where(ROLLS.c.seq > than).order_by(ROLLS.c.seq)
        return (await self._read(statement.limit(most)))[::-1]

    async def entry(self, place: int) -> Entry | None:
        """Return what stands at a place."""
        found = await self._read(select(ROLLS).where(ROLLS.c.seq == place))
        return found[0] if found else None

    async def prune(self, before: datetime, most: int) -> int:
        """Forget rolls that fell before an instant."""
        gone = select(ROLLS.c.seq).where(ROLLS.c.at < microseconds(before)).limit(most)
        statement = delete(ROLLS).where(ROLLS.c.seq.in_(gone))

        def write(connection: Connection) -> int:
            count = connection.execute(statement).rowcount
            if count < most:
                forget_sessions(connection, before=microseconds(before))
            return count

        return await self._database.write_at_leisure(write)

    async def _read(self, statement: Select[Any]) -> tuple[Entry, ...]:
        def look(connection: Connection) -> tuple[Entry, ...]:
            rows = connection.execute(statement).mappings()
            return tuple(Entry(place, record) for place, record in readable(rows))

        return await self._database.read(look)


def _sought(sought: Sought) -> Select[Any]:
    """Return the last state of each story that fits."""
    goes_on = and_(_LATER.c.story == ROLLS.c.story, _LATER.c.seq > ROLLS.c.seq)
    if not sought.with_secret:
        goes_on = and_(goes_on, not_(_LATER.c.secret))
    statement = select(ROLLS).where(not_(exists().where(goes_on)))
    if not sought.with_secret:
        statement = statement.where(not_(ROLLS.c.secret))
    for column, value in (
        (ROLLS.c.player, sought.by),
        (ROLLS.c.channel, sought.where),
        (ROLLS.c.server, sought.server),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if sought.since is not None:
        statement = statement.where(ROLLS.c.at >= microseconds(sought.since))
    if sought.text:
        statement = statement.where(
            ROLLS.c.sought.contains(sought.text.casefold(), autoescape=True)
        )
    return statement

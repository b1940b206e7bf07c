"""Reads recorded rolls from a database page by page, along an index."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, delete, exists, false, not_, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dice.fair_sessions import forget_sessions
from nazh.adapters.outbound.sql.dice.rolls import ROLLS, readable_records
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dice.ports import ArchiveEntry, RollQuery
from nazh.domain.dice.search_form import search_form
from nazh.domain.kernel.encoding import is_storable

_LATER: Final = ROLLS.alias()


class SqlRollArchive:
    """Satisfies ``RollArchive`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def older(
        self, query: RollQuery, sequence: int | None, limit: int
    ) -> tuple[ArchiveEntry, ...]:
        """Return entries below ``sequence``, the latest first."""
        statement = _query_of(query).order_by(ROLLS.c.seq.desc())
        if sequence is not None:
            statement = statement.where(ROLLS.c.seq < sequence)
        return await self._read(statement.limit(limit))

    async def newer(self, query: RollQuery, sequence: int, limit: int) -> tuple[ArchiveEntry, ...]:
        """Return the next entries above ``sequence``, the latest first."""
        statement = _query_of(query).where(ROLLS.c.seq > sequence).order_by(ROLLS.c.seq)
        return (await self._read(statement.limit(limit)))[::-1]

    async def entry(self, place: int) -> ArchiveEntry | None:
        """Return one entry."""
        entries = await self._read(select(ROLLS).where(ROLLS.c.seq == place))
        return entries[0] if entries else None

    async def prune(self, before: datetime, limit: int) -> int:
        """Delete rolls made before an instant, and then idle fair sessions."""
        expired = select(ROLLS.c.seq).where(ROLLS.c.at < microseconds(before)).limit(limit)
        statement = delete(ROLLS).where(ROLLS.c.seq.in_(expired))

        def write(connection: Connection) -> int:
            return connection.execute(statement).rowcount

        count = await self._database.write_in_background(write)
        if count < limit:
            await forget_sessions(self._database, microseconds(before))
        return count

    async def _read(self, statement: Select[Any]) -> tuple[ArchiveEntry, ...]:
        def query(connection: Connection) -> tuple[ArchiveEntry, ...]:
            rows = connection.execute(statement).mappings()
            return tuple(ArchiveEntry(place, record) for place, record in readable_records(rows))

        return await self._database.read(query)


def _query_of(query: RollQuery) -> Select[Any]:
    """Return a query for the last state of each matching roll."""
    has_later_state = and_(_LATER.c.story == ROLLS.c.story, _LATER.c.seq > ROLLS.c.seq)
    if not query.with_secret:
        has_later_state = and_(has_later_state, not_(_LATER.c.secret))
    statement = select(ROLLS).where(not_(exists().where(has_later_state)))
    if not query.with_secret:
        statement = statement.where(not_(ROLLS.c.secret))
    for column, value in (
        (ROLLS.c.player, query.by),
        (ROLLS.c.channel, query.channel),
        (ROLLS.c.server, query.guild),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if query.since is not None:
        statement = statement.where(ROLLS.c.at >= microseconds(query.since))
    if not is_storable(query.text):
        statement = statement.where(false())
    elif query.text:
        # Rows of earlier versions have accents, and are found only if these are typed.
        forms = {search_form(query.text), query.text.casefold()}
        matches = (ROLLS.c.sought.contains(form, autoescape=True) for form in sorted(forms))
        statement = statement.where(or_(*matches))
    return statement

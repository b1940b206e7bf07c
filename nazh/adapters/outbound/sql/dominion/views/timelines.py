"""Reads the public events in the history of nations."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, and_, or_, select

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import FORMER_NAMES, LEADERSHIPS, NATIONS
from nazh.adapters.outbound.sql.dominion.treaty_tables import MESSAGES
from nazh.adapters.outbound.sql.dominion.war_tables import WARS
from nazh.adapters.outbound.sql.timestamps import instant
from nazh.application.dominion.ports import TimelineEntry, TimelineEvent
from nazh.domain.dominion.combat.sides import Role
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.nations.offices import Accession

_WAR: Final = WARS.c


class SqlTimelines:
    """Satisfies ``Timelines``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_nation(self, nation: NationId) -> tuple[TimelineEntry, ...]:
        """Return the events of a nation, the latest first."""

        def read(connection: Connection) -> tuple[TimelineEntry, ...]:
            entries = [
                *_leaders(connection, nation),
                *_names(connection, nation),
                *_wars(connection, nation),
                *_messages(connection, nation),
            ]
            return tuple(sorted(entries, key=lambda entry: entry.at, reverse=True))

        return await self._database.read(read)


def _leaders(connection: Connection, nation: NationId) -> list[TimelineEntry]:
    query = select(LEADERSHIPS.c.since, LEADERSHIPS.c.by).where(LEADERSHIPS.c.nation == nation)
    events = {
        Accession.FOUNDED.value: TimelineEvent.FOUNDED,
        Accession.APPOINTED.value: TimelineEvent.LEADER_APPOINTED,
    }
    return [
        TimelineEntry(instant(row.since), events[row.by])
        for row in connection.execute(query.order_by(LEADERSHIPS.c.seq))
    ]


def _names(connection: Connection, nation: NationId) -> list[TimelineEntry]:
    names = FORMER_NAMES.c
    query = select(names.until, names.name).where(names.nation == nation).order_by(names.until)
    return [
        TimelineEntry(instant(row.until), TimelineEvent.RENAMED, row.name)
        for row in connection.execute(query)
    ]


def _messages(connection: Connection, nation: NationId) -> list[TimelineEntry]:
    other = NATIONS.c.id.in_((MESSAGES.c.sender, MESSAGES.c.recipient))
    query = (
        select(MESSAGES, NATIONS.c.name)
        .join(NATIONS, and_(other, NATIONS.c.id != nation))
        .where(or_(MESSAGES.c.sender == nation, MESSAGES.c.recipient == nation))
        .order_by(MESSAGES.c.at, MESSAGES.c.sender, MESSAGES.c.cause)
    )
    return [
        TimelineEntry(
            instant(row.at),
            TimelineEvent.MESSAGE_SENT if row.sender == nation else TimelineEvent.MESSAGE,
            row.name,
            row.title,
        )
        for row in connection.execute(query)
    ]


def _wars(connection: Connection, nation: NationId) -> list[TimelineEntry]:
    query = (
        select(_WAR.aggressor, _WAR.declared_at, _WAR.concluded_at, _WAR.winner, NATIONS.c.name)
        .join(
            NATIONS,
            or_(NATIONS.c.id == _WAR.aggressor, NATIONS.c.id == _WAR.defender),
        )
        .where(or_(_WAR.aggressor == nation, _WAR.defender == nation), NATIONS.c.id != nation)
        .order_by(_WAR.id)
    )
    entries: list[TimelineEntry] = []
    for row in connection.execute(query):
        attacks = row.aggressor == nation
        declared = TimelineEvent.WAR_DECLARED if attacks else TimelineEvent.ATTACKED
        entries.append(TimelineEntry(instant(row.declared_at), declared, row.name))
        if row.concluded_at is not None:
            ended = TimelineEvent.WAR_ENDED
            if row.winner is not None:
                is_won = (row.winner == Role.AGGRESSOR.value) is attacks
                ended = TimelineEvent.WAR_WON if is_won else TimelineEvent.WAR_LOST
            entries.append(TimelineEntry(instant(row.concluded_at), ended, row.name))
    return entries

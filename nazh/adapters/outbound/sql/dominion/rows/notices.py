"""Stores the notices of nations, and which kinds users get as direct messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, union, update

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.dominion.tables import CITIZENS, DIRECT_NOTICES, NATIONS, NOTICES
from nazh.adapters.outbound.sql.platform.queued_messages import queue_messages
from nazh.adapters.outbound.sql.timestamps import instant, microseconds, optional_instant
from nazh.application.dominion.ports import NationNotice, Subscribers, WaitingNotice
from nazh.application.shared.messages.queued_messages import QueuedMessage
from nazh.domain.dominion.nations.nation import NationId
from nazh.domain.dominion.notices import Notice, NoticeKind
from nazh.domain.dominion.season import Season
from nazh.domain.kernel.identity import GuildId, UserId

_NOTICE: Final = NOTICES.c
_QUERY: Final = select(NOTICES, NATIONS.c.name, NATIONS.c.guild).join(
    NATIONS, NATIONS.c.id == _NOTICE.nation
)


def write_notices(
    connection: Connection, season: Season, notices: Mapping[NationId, Iterable[Notice]]
) -> None:
    """Insert notices of nations. Raises IntegrityError if one of them exists already."""
    rows = [
        {
            "season": season.number,
            "nation": nation,
            "at": microseconds(notice.at),
            "kind": notice.kind.value,
            "cause": notice.cause,
            "facts": json.dumps(dict(notice.facts)),
            "is_queued": False,
        }
        for nation, of_nation in notices.items()
        for notice in of_nation
    ]
    if rows:
        connection.execute(insert(NOTICES), rows)


def last_notice(
    connection: Connection, season: Season, nation: NationId, kind: NoticeKind
) -> datetime | None:
    """Return when a nation last had a notice of a kind in the season."""
    condition = and_(
        _NOTICE.season == season.number, _NOTICE.nation == nation, _NOTICE.kind == kind.value
    )
    at = connection.execute(select(func.max(_NOTICE.at)).where(condition)).scalar()
    return optional_instant(at)


class _QueuedMeanwhile(Exception):
    """Another process has queued some of the notices."""


class SqlNotices:
    """Satisfies ``Notices``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self, most: int) -> tuple[WaitingNotice, ...]:
        """Return notices that were not queued yet."""
        query = _QUERY.where(~_NOTICE.is_queued).order_by(_NOTICE.seq).limit(most)

        def read(connection: Connection) -> tuple[WaitingNotice, ...]:
            return tuple(
                WaitingNotice(row.seq, NationId(row.nation), GuildId(row.guild), _notice_of(row))
                for row in connection.execute(query)
            )

        return await self._database.read(read)

    async def queue(
        self,
        notices: Collection[WaitingNotice],
        messages_for: Callable[[Subscribers], Iterable[QueuedMessage]],
    ) -> bool:
        """Queue the messages of waiting notices."""
        numbers = [notice.number for notice in notices]
        queued = update(NOTICES).where(_NOTICE.seq.in_(numbers), ~_NOTICE.is_queued)

        def write(connection: Connection) -> None:
            if connection.execute(queued.values(is_queued=True)).rowcount != len(numbers):
                raise _QueuedMeanwhile
            nations = {notice.nation for notice in notices}
            queue_messages(connection, messages_for(_subscribers(connection, nations)))

        try:
            await self._database.write_in_background(write)
        except _QueuedMeanwhile:
            return False
        return True

    async def of_nation(self, nation: NationId, most: int, skip: int) -> tuple[NationNotice, ...]:
        """Return notices of a nation, the latest first."""
        ordered = _QUERY.where(_NOTICE.nation == nation).order_by(
            _NOTICE.at.desc(), _NOTICE.seq.desc()
        )

        def read(connection: Connection) -> tuple[NationNotice, ...]:
            rows = connection.execute(ordered.limit(most).offset(skip))
            return tuple(map(_notice_of, rows))

        return await self._database.read(read)


class SqlDirectNotices:
    """Satisfies ``DirectNotices``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, user: UserId) -> frozenset[NoticeKind]:
        """Return the kinds of notices that a user gets as direct messages."""
        return await self._database.read(lambda connection: direct_kinds(connection, user))

    async def change(self, user: UserId, kinds: Collection[NoticeKind], *, is_on: bool) -> None:
        """Subscribe or unsubscribe a user."""
        values = [kind.value for kind in kinds]
        chosen = and_(DIRECT_NOTICES.c.user == user, DIRECT_NOTICES.c.kind.in_(values))

        def write(connection: Connection) -> None:
            connection.execute(delete(DIRECT_NOTICES).where(chosen))
            if is_on and values:
                rows = [{"user": user, "kind": value} for value in values]
                connection.execute(insert(DIRECT_NOTICES), rows)

        await self._database.write(write)


def direct_kinds(connection: Connection, user: UserId) -> frozenset[NoticeKind]:
    """Return the kinds of notices that a user gets as direct messages."""
    query = select(DIRECT_NOTICES.c.kind).where(DIRECT_NOTICES.c.user == user)
    return frozenset(map(NoticeKind, connection.execute(query).scalars()))


def _subscribers(connection: Connection, nations: Collection[NationId]) -> Subscribers:
    citizens = select(CITIZENS.c.nation, CITIZENS.c.user).where(
        CITIZENS.c.nation.in_(sorted(nations))
    )
    # A leader need not be a citizen; without the union, a leader who is would be told twice.
    leaders = select(NATIONS.c.id, NATIONS.c.leader).where(NATIONS.c.id.in_(sorted(nations)))
    members = union(citizens, leaders).subquery()
    wanted = (
        select(members.c.nation, DIRECT_NOTICES.c.kind, DIRECT_NOTICES.c.user)
        .join(DIRECT_NOTICES, DIRECT_NOTICES.c.user == members.c.user)
        .order_by(DIRECT_NOTICES.c.user)
    )
    subscribers: dict[tuple[NationId, NoticeKind], list[UserId]] = {}
    for row in connection.execute(wanted):
        key = NationId(row.nation), NoticeKind(row.kind)
        subscribers.setdefault(key, []).append(UserId(row.user))
    return subscribers


def _notice_of(row: Row[Any]) -> NationNotice:
    facts = json.loads(row.facts)
    return NationNotice(row.name, instant(row.at), NoticeKind(row.kind), facts)

"""Stores fair sessions with their chains and participants in a database."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    CursorResult,
    Integer,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)

from nazh.adapters.outbound.sql.databases.database import (
    BACKGROUND_TIMEOUT,
    DEPENDENCY,
    Database,
    Transaction,
)
from nazh.adapters.outbound.sql.dice.fair_session_rows import (
    FAIR_PARTICIPANTS,
    FAIR_RECEIPTS,
    FAIR_SESSIONS,
    advance_values,
    new_session_row,
    session_of,
)
from nazh.adapters.outbound.sql.guilds.guild_store import LOOKUP_TIMEOUT
from nazh.application.dice.ports.fair import (
    ChainEntry,
    FairSessionRecord,
    ParticipantState,
    RecordedLine,
)
from nazh.domain.dice.fair import digest_of
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

_PARTICIPANT_STATE: Final = (
    select(
        FAIR_SESSIONS,
        FAIR_PARTICIPANTS.c.number,
        select(FAIR_RECEIPTS.c.line)
        .where(FAIR_RECEIPTS.c.request == bindparam("under"))
        .scalar_subquery()
        .label("line"),
    )
    .outerjoin(
        FAIR_PARTICIPANTS,
        and_(
            FAIR_PARTICIPANTS.c.session == FAIR_SESSIONS.c.session,
            FAIR_PARTICIPANTS.c.player == bindparam("who"),
        ),
    )
    .where(FAIR_SESSIONS.c.server == bindparam("here"), FAIR_SESSIONS.c.closing.is_(None))
)
"""The caller holds the lock on the guild, so that nobody else continues the session."""
_INSERT_SESSION: Final = insert(FAIR_SESSIONS)
_ADVANCE_SESSION: Final = (
    update(FAIR_SESSIONS)
    .where(
        FAIR_SESSIONS.c.session == bindparam("which"),
        FAIR_SESSIONS.c.entries == bindparam("expected"),
    )
    .values(
        {name: bindparam(f"new_{name}") for name in ("latest", "mix", "counter", "entries")}
        | {name: bindparam(f"new_{name}") for name in ("last", "players", "closing")}
        | {"size": FAIR_SESSIONS.c.size + bindparam("more")}
    )
)
_INSERT_RECEIPT: Final = insert(FAIR_RECEIPTS)
_ADVANCED: Final = _ADVANCE_SESSION.returning(FAIR_SESSIONS.c.session).cte("went_on")
_ADVANCE_WITH_RECEIPT: Final = insert(FAIR_RECEIPTS).from_select(
    ["session", "n", "request", "line"],
    select(
        _ADVANCED.c.session,
        bindparam("n", type_=Integer),
        bindparam("request", type_=Text),
        bindparam("line", type_=Text),
    ),
)
"""Both in one round trip, because others are waiting; SQLite neither supports nor needs it."""
_INSERT_PARTICIPANT: Final = insert(FAIR_PARTICIPANTS)
_SESSIONS_BATCH_SIZE: Final = 100
_ROWS_BATCH_SIZE: Final = 500
"""Rows per transaction, which takes a fraction of 50 ms."""


class SqlFairChainWriter:
    """Satisfies ``FairChainWriter`` within one transaction; ``write`` writes appended entries."""

    __slots__ = ("_entries", "_guild", "_transaction")

    def __init__(self, transaction: Transaction, guild: GuildId) -> None:
        self._transaction = transaction
        self._guild = guild
        self._entries: list[ChainEntry] = []

    async def state(self, player: UserId, request_id: RequestId) -> ParticipantState | None:
        """Return a player's state."""
        sought = {"here": self._guild, "who": player, "under": request_id}

        def query(connection: Connection) -> ParticipantState | None:
            row = connection.execute(_PARTICIPANT_STATE, sought).mappings().first()
            return (
                None
                if row is None
                else ParticipantState(session_of(row), row["number"], row["line"])
            )

        return await self._transaction.run(query)

    def append(self, entry: ChainEntry) -> None:
        """Append an entry to the chain when the ledger commits."""
        self._entries.append(entry)

    @property
    def is_changed(self) -> bool:
        """Whether there are entries to write."""
        return bool(self._entries)

    def write(self, connection: Connection) -> None:
        """Write appended entries. Raises ``Unavailable`` if the chain was continued meanwhile."""
        for entry in self._entries:
            _write(connection, entry)

    def drop(self) -> None:
        """Discard appended entries."""
        self._entries.clear()


class SqlFairSessionStore:
    """Satisfies ``FairSessionStore`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_guilds(self) -> frozenset[GuildId]:
        """Return the guilds with an open session."""

        def query(connection: Connection) -> frozenset[GuildId]:
            statement = select(FAIR_SESSIONS.c.server).where(FAIR_SESSIONS.c.closing.is_(None))
            return frozenset(GuildId(guild) for guild in connection.execute(statement).scalars())

        return await self._database.read(query, LOOKUP_TIMEOUT)

    async def latest(self, guild: GuildId) -> FairSessionRecord | None:
        """Return the open session, or else the one that was opened last."""
        statement = select(FAIR_SESSIONS).where(FAIR_SESSIONS.c.server == guild)

        def query(connection: Connection) -> FairSessionRecord | None:
            last = statement.order_by(
                FAIR_SESSIONS.c.closing.is_not(None), FAIR_SESSIONS.c.opened.desc()
            )
            row = connection.execute(last.limit(1)).mappings().first()
            return None if row is None else session_of(row)

        return await self._database.read(query)

    async def find_by_request(self, request: RequestId) -> RecordedLine | None:
        """Return what ``request`` added."""
        of_session = FAIR_RECEIPTS.c.session == FAIR_SESSIONS.c.session
        statement = select(FAIR_SESSIONS, FAIR_RECEIPTS.c.line).join(FAIR_RECEIPTS, of_session)

        def query(connection: Connection) -> RecordedLine | None:
            row = (
                connection.execute(statement.where(FAIR_RECEIPTS.c.request == request))
                .mappings()
                .first()
            )
            return None if row is None else RecordedLine(session_of(row), row["line"])

        return await self._database.read(query)

    async def lines(self, session: str) -> tuple[str, ...]:
        """Return the chain of a session in its order."""
        statement = select(FAIR_RECEIPTS.c.line).where(FAIR_RECEIPTS.c.session == session)

        def query(connection: Connection) -> tuple[str, ...]:
            return tuple(connection.execute(statement.order_by(FAIR_RECEIPTS.c.n)).scalars())

        return await self._database.read(query)

    async def digest(self, guild: GuildId, n: int, short: str) -> str | None:
        """Return the full digest of an entry."""
        of_server = and_(
            FAIR_RECEIPTS.c.session == FAIR_SESSIONS.c.session, FAIR_SESSIONS.c.server == guild
        )
        statement = (
            select(FAIR_RECEIPTS.c.line)
            .join(FAIR_SESSIONS, of_server)
            .where(FAIR_RECEIPTS.c.n == n)
        )

        def query(connection: Connection) -> str | None:
            digests = map(digest_of, connection.execute(statement).scalars())
            return next((digest for digest in digests if digest.startswith(short)), None)

        return await self._database.read(query)


async def forget_sessions(
    database: Database, before: int | None = None, guild: GuildId | None = None
) -> None:
    """Delete sessions of ``guild``, or of all guilds, that have been idle since ``before``.

    ``before`` is an instant in microseconds; ``None`` means now. The work is done in short
    transactions. A session is deleted first, so that nobody can continue its chain meanwhile; then
    participants and receipts without a session, including those that a crash left behind.
    """
    conditions: list[ColumnElement[bool]] = []
    if before is not None:
        conditions.append(FAIR_SESSIONS.c.latest < before)
    if guild is not None:
        conditions.append(FAIR_SESSIONS.c.server == guild)
    forget = partial(_forget_some, conditions=conditions)
    while await database.write_in_background(forget) == _SESSIONS_BATCH_SIZE:
        pass
    for session in await database.read(_orphans, BACKGROUND_TIMEOUT):
        # The receipts are last, because they are how a deleted session is found.
        for delete_some in (_delete_participants, _delete_receipts):
            delete_of_session = partial(delete_some, session=session)
            while await database.write_in_background(delete_of_session) == _ROWS_BATCH_SIZE:
                pass


def _forget_some(connection: Connection, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Delete sessions, but not what belongs to them; return how many."""
    some = select(FAIR_SESSIONS.c.session).where(*conditions).limit(_SESSIONS_BATCH_SIZE)
    # The condition is repeated, so that a session continued meanwhile is kept.
    gone = delete(FAIR_SESSIONS).where(FAIR_SESSIONS.c.session.in_(some), *conditions)
    return connection.execute(gone).rowcount


def _orphans(connection: Connection) -> Sequence[str]:
    """Return deleted sessions that still have receipts.

    The query jumps in the index from one chain to the next, over all receipts of a chain.
    """
    session = FAIR_RECEIPTS.c.session
    chains = select(func.min(session).label("session")).cte("chains", recursive=True)
    following = select(func.min(session)).where(session > chains.c.session).scalar_subquery()
    chains = chains.union_all(select(following).where(chains.c.session.is_not(None)))
    has_session = exists().where(FAIR_SESSIONS.c.session == chains.c.session)
    query = select(chains.c.session).where(chains.c.session.is_not(None), ~has_session)
    return connection.execute(query).scalars().all()


def _delete_participants(connection: Connection, session: str) -> int:
    """Delete participants of a deleted session; return how many."""
    is_in_session = FAIR_PARTICIPANTS.c.session == session
    some = select(FAIR_PARTICIPANTS.c.number).where(is_in_session).limit(_ROWS_BATCH_SIZE)
    return connection.execute(
        delete(FAIR_PARTICIPANTS).where(is_in_session, FAIR_PARTICIPANTS.c.number.in_(some))
    ).rowcount


def _delete_receipts(connection: Connection, session: str) -> int:
    """Delete receipts of a deleted session, the last ones first; return how many."""
    of_chain = FAIR_RECEIPTS.c.session == session
    last = select(FAIR_RECEIPTS.c.n).where(of_chain).order_by(FAIR_RECEIPTS.c.n.desc())
    some = last.limit(_ROWS_BATCH_SIZE)
    return connection.execute(
        delete(FAIR_RECEIPTS).where(of_chain, FAIR_RECEIPTS.c.n.in_(some))
    ).rowcount


def _write(connection: Connection, entry: ChainEntry) -> None:
    receipt, session = entry.receipt, entry.after.id
    values = {"n": receipt.n, "request": entry.request_id, "line": receipt.line}
    if receipt.n == 0:
        connection.execute(_INSERT_SESSION, new_session_row(entry))
        connection.execute(_INSERT_RECEIPT, {"session": session, **values})
    elif connection.dialect.name == "postgresql":
        _require_one_row(
            connection.execute(_ADVANCE_WITH_RECEIPT, {**advance_values(entry), **values})
        )
    else:
        _require_one_row(connection.execute(_ADVANCE_SESSION, advance_values(entry)))
        connection.execute(_INSERT_RECEIPT, {"session": session, **values})
    if entry.newcomer is not None:
        player, number = entry.newcomer
        connection.execute(
            _INSERT_PARTICIPANT, {"session": session, "number": number, "player": player}
        )


def _require_one_row(done: CursorResult[Any]) -> None:
    if done.rowcount != 1:
        raise Unavailable(DEPENDENCY)  # another process was first, or the session is deleted

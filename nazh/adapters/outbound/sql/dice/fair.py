"""The fair sessions in a database: the chain of each, and who is behind the numbers in it."""

from __future__ import annotations

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
    insert,
    select,
    update,
)

from nazh.adapters.outbound.sql.database import WHAT, Database, Transaction
from nazh.adapters.outbound.sql.dice.fair_rows import (
    PLAYERS,
    RECEIPTS,
    SESSIONS,
    first_row,
    going_on,
    session_of,
)
from nazh.adapters.outbound.sql.dice.servers import ON_THE_WAY
from nazh.application.dice.fair_play import FULL
from nazh.application.dice.ports.fair import KeptSession, Made, Place, Step
from nazh.domain.dice.proof import digest_of
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import PlayerId, RequestId, ServerId

_PLACE: Final = (
    select(
        SESSIONS,
        PLAYERS.c.number,
        select(RECEIPTS.c.line)
        .where(RECEIPTS.c.request == bindparam("under"))
        .scalar_subquery()
        .label("line"),
    )
    .outerjoin(
        PLAYERS,
        and_(PLAYERS.c.session == SESSIONS.c.session, PLAYERS.c.player == bindparam("who")),
    )
    .where(SESSIONS.c.server == bindparam("here"), SESSIONS.c.closing.is_(None))
)
"""Whoever looks has a turn on the server, so that nobody goes on with the session meanwhile."""
_BEGIN: Final = insert(SESSIONS)
_GO_ON: Final = (
    update(SESSIONS)
    .where(SESSIONS.c.session == bindparam("which"), SESSIONS.c.entries == bindparam("expected"))
    .values(
        {name: bindparam(f"new_{name}") for name in ("latest", "mix", "counter", "entries")}
        | {name: bindparam(f"new_{name}") for name in ("last", "players", "closing")}
        | {"size": SESSIONS.c.size + bindparam("more")}
    )
)
_RECEIPT: Final = insert(RECEIPTS)
_WENT_ON: Final = _GO_ON.returning(SESSIONS.c.session).cte("went_on")
_GO_ON_WITH_RECEIPT: Final = insert(RECEIPTS).from_select(
    ["session", "n", "request", "line"],
    select(
        _WENT_ON.c.session,
        bindparam("n", type_=Integer),
        bindparam("request", type_=Text),
        bindparam("line", type_=Text),
    ),
)
"""Both in one round trip, for others wait meanwhile; SQLite has neither the words nor the trip."""
_NEWCOMER: Final = insert(PLAYERS)


class SqlFairTable:
    """Satisfies ``FairTable`` within one transaction; what is put is written by ``write``."""

    __slots__ = ("_server", "_steps", "_transaction")

    def __init__(self, transaction: Transaction, server: ServerId) -> None:
        self._transaction = transaction
        self._server = server
        self._steps: list[Step] = []

    async def place(self, player: PlayerId, under: RequestId) -> Place | None:
        """Return where a player stands."""
        sought = {"here": self._server, "who": player, "under": under}

        def look(connection: Connection) -> Place | None:
            row = connection.execute(_PLACE, sought).mappings().first()
            return None if row is None else Place(session_of(row), row["number"], row["line"])

        return await self._transaction.run(look)

    def put(self, step: Step) -> None:
        """Put an entry into the chain once the ledger commits."""
        self._steps.append(step)

    @property
    def is_changed(self) -> bool:
        """Whether there is something to write."""
        return bool(self._steps)

    def write(self, connection: Connection) -> None:
        """Write what was put. Raises ``Unavailable`` where the chain went on meanwhile."""
        for step in self._steps:
            _write(connection, step)

    def drop(self) -> None:
        """Forget what was put."""
        self._steps.clear()


class SqlFairBook:
    """Satisfies ``FairBook`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_on(self) -> frozenset[ServerId]:
        """Return the servers on which a session is open."""

        def look(connection: Connection) -> frozenset[ServerId]:
            found = select(SESSIONS.c.server).where(SESSIONS.c.closing.is_(None))
            return frozenset(ServerId(server) for server in connection.execute(found).scalars())

        return await self._database.read(look, ON_THE_WAY)

    async def latest(self, server: ServerId) -> KeptSession | None:
        """Return the session that is open, or else the one that was opened last."""
        found = select(SESSIONS).where(SESSIONS.c.server == server)

        def look(connection: Connection) -> KeptSession | None:
            last = found.order_by(SESSIONS.c.closing.is_not(None), SESSIONS.c.opened.desc())
            row = connection.execute(last.limit(1)).mappings().first()
            return None if row is None else session_of(row)

        return await self._database.read(look)

    async def made_under(self, request: RequestId) -> Made | None:
        """Return what ``request`` led to."""
        of_session = RECEIPTS.c.session == SESSIONS.c.session
        found = select(SESSIONS, RECEIPTS.c.line).join(RECEIPTS, of_session)

        def look(connection: Connection) -> Made | None:
            row = connection.execute(found.where(RECEIPTS.c.request == request)).mappings().first()
            return None if row is None else Made(session_of(row), row["line"])

        return await self._database.read(look)

    async def lines(self, session: str) -> tuple[str, ...]:
        """Return the chain of a session in its order."""
        found = select(RECEIPTS.c.line).where(RECEIPTS.c.session == session)

        def look(connection: Connection) -> tuple[str, ...]:
            return tuple(connection.execute(found.order_by(RECEIPTS.c.n)).scalars())

        return await self._database.read(look)

    async def digest(self, server: ServerId, n: int, short: str) -> str | None:
        """Return the whole digest of an entry."""
        of_server = and_(RECEIPTS.c.session == SESSIONS.c.session, SESSIONS.c.server == server)
        found = select(RECEIPTS.c.line).join(SESSIONS, of_server).where(RECEIPTS.c.n == n)

        def look(connection: Connection) -> str | None:
            digests = map(digest_of, connection.execute(found).scalars())
            return next((digest for digest in digests if digest.startswith(short)), None)

        return await self._database.read(look)


def forget_sessions(
    connection: Connection, before: int | None = None, server: ServerId | None = None
) -> None:
    """Forget sessions with all that is in them: those of a server, or those that rest.

    ``before`` is the instant, in microseconds, since which nothing has happened in them.
    """
    which: list[ColumnElement[bool]] = []
    if before is not None:
        which.append(SESSIONS.c.latest < before)
    if server is not None:
        which.append(SESSIONS.c.server == server)
    found = tuple(connection.execute(select(SESSIONS.c.session).where(*which)).scalars())
    for session in found:
        # Whoever has gone on with it meanwhile keeps it.
        gone = delete(SESSIONS).where(SESSIONS.c.session == session, *which)
        if connection.execute(gone).rowcount:
            for table in (RECEIPTS, PLAYERS):
                connection.execute(delete(table).where(table.c.session == session))


def fill_open_sessions(connection: Connection) -> None:
    """Let open sessions take nothing but their closing.

    They stand where they stood some time ago: what fell since then would fall once more.
    """
    is_open = and_(SESSIONS.c.closing.is_(None), SESSIONS.c.size < FULL)
    connection.execute(update(SESSIONS).where(is_open).values(size=FULL))


def _write(connection: Connection, step: Step) -> None:
    receipt, session = step.receipt, step.after.id
    told = {"n": receipt.n, "request": step.under, "line": receipt.line}
    if receipt.n == 0:
        connection.execute(_BEGIN, first_row(step))
        connection.execute(_RECEIPT, {"session": session, **told})
    elif connection.dialect.name == "postgresql":
        _check(connection.execute(_GO_ON_WITH_RECEIPT, {**going_on(step), **told}))
    else:
        _check(connection.execute(_GO_ON, going_on(step)))
        connection.execute(_RECEIPT, {"session": session, **told})
    if step.newcomer is not None:
        player, number = step.newcomer
        connection.execute(_NEWCOMER, {"session": session, "number": number, "player": player})


def _check(done: CursorResult[Any]) -> None:
    if done.rowcount != 1:
        raise Unavailable(WHAT)  # somebody else has written this entry, or it was forgotten

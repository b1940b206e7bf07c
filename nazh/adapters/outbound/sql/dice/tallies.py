"""The table of tallies: counts of what fell, added up in the transaction that records the roll.

One row for each thing that one player, as one character on one server, rolled in public or in
secret. Nobody's rows have player 0: what is left on a server of those who were forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final, TypedDict

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TextClause,
    and_,
    delete,
    func,
    not_,
    select,
    text,
)

from nazh.adapters.outbound.sql.database import Database
from nazh.adapters.outbound.sql.dice.rolls import instant
from nazh.application.dice.ports.statistics import OfServer, Subject, Tallied
from nazh.application.dice.tallying import Gains
from nazh.domain.dice.statistics.tallies import Counted
from nazh.domain.kernel.identity import PlayerId, ServerId

TALLIES: Final = Table(
    "tallies",
    MetaData(),
    Column("server", BigInteger, primary_key=True),
    Column("player", BigInteger, primary_key=True),
    Column("character", Text, primary_key=True),
    Column("secret", Boolean, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("face", SmallInteger, primary_key=True),
    Column("count", BigInteger),
    Column("since", BigInteger),
)
"""As the newest migration leaves it. ``since`` is in microseconds since 1970, UTC."""
NOBODY: Final = PlayerId(0)
NO_SERVER: Final = ServerId(0)
_NO_CHARACTER: Final = ""


class TallyRow(TypedDict):
    """What is added to one count."""

    server: int
    player: int
    character: str
    secret: bool
    what: str
    face: int
    count: int
    since: int


def rows_of(gains: Gains, since: int) -> list[TallyRow]:
    """Return the rows of what one record adds."""
    return [
        TallyRow(
            server=NO_SERVER if whose.server is None else whose.server,
            player=whose.player,
            character=_NO_CHARACTER if whose.character is None else whose.character,
            secret=whose.is_secret,
            what=counted.what,
            face=counted.face,
            count=count,
            since=since,
        )
        for whose, tally in gains.items()
        for counted, count in tally.items()
    ]


def add_up(connection: Connection, rows: Iterable[TallyRow]) -> None:
    """Add ``rows`` to the counts."""
    together: dict[tuple[object, ...], TallyRow] = {}
    for row in rows:
        *key, _, _ = row.values()
        known = together.setdefault(tuple(key), row)
        if known is not row:
            known["count"] += row["count"]
            known["since"] = min(known["since"], row["since"])
    # Always in the same order, so that two who add to the same rows cannot block each other.
    ordered = [together[key] for key in sorted(together)]
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        values = {
            f"{name}{place}": value for place, row in enumerate(part) for name, value in row.items()
        }
        connection.execute(_adding(len(part)), values)


def forget_player(connection: Connection, player: PlayerId) -> None:
    """Let public counts on servers be by nobody, and forget the others."""
    public = [
        row
        for row in _taken(connection, TALLIES.c.player == player)
        if row["server"] != NO_SERVER and not row["secret"]
    ]
    for row in public:
        row["player"], row["character"] = NOBODY, _NO_CHARACTER
    add_up(connection, public)


def forget_server(connection: Connection, server: ServerId) -> None:
    """Let the counts on a server be on no server, and forget nobody's."""
    # There may be very many, and nobody rolls there any more: the database does it by itself.
    connection.execute(_MOVE, {"server": server, "nobody": NOBODY, "nowhere": NO_SERVER})
    connection.execute(delete(TALLIES).where(TALLIES.c.server == server))


def _taken(connection: Connection, whose: ColumnElement[bool]) -> list[TallyRow]:
    """Return rows and delete them, so that nothing is added to them in between."""
    rows = connection.execute(delete(TALLIES).where(whose).returning(*TALLIES.c)).mappings()
    return [
        TallyRow(
            server=row["server"],
            player=row["player"],
            character=row["character"],
            secret=row["secret"],
            what=row["what"],
            face=row["face"],
            count=row["count"],
            since=row["since"],
        )
        for row in rows
    ]


class SqlTallies:
    """Satisfies ``RollTallies`` over one database; the ledger adds to the counts."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, about: Subject) -> Tallied:
        """Return the counts about a player, a character or a server."""
        statement = _COUNTS.where(_about(about))

        def look(connection: Connection) -> Tallied:
            rows = [row for row in connection.execute(statement).mappings() if row["counted"] > 0]
            tally = {
                Counted(str(row["what"]), int(row["face"])): int(row["counted"]) for row in rows
            }
            first = min((int(row["first"]) for row in rows), default=None)
            return Tallied(tally, None if first is None else instant(first))

        return await self._database.read(look)


def _about(subject: Subject) -> ColumnElement[bool]:
    if isinstance(subject, OfServer):
        return and_(TALLIES.c.server == subject.server, not_(TALLIES.c.secret))
    whose = [TALLIES.c.player == subject.player]
    if subject.character is not None:
        whose.append(TALLIES.c.character == subject.character)
    if not subject.with_secret:
        whose.append(not_(TALLIES.c.secret))
    return and_(*whose)


_COUNTS: Final = select(
    TALLIES.c.what,
    TALLIES.c.face,
    func.sum(TALLIES.c.count).label("counted"),
    func.min(TALLIES.c.since).label("first"),
).group_by(TALLIES.c.what, TALLIES.c.face)
_COLUMNS: Final = ("server", "player", "character", "secret", "what", "face", "count", "since")
_AT_ONCE: Final = 50
INTO: Final = f"INSERT INTO tallies ({', '.join(_COLUMNS)})"
TOGETHER: Final = (
    f"ON CONFLICT ({', '.join(_COLUMNS[:6])}) "
    "DO UPDATE SET count = tallies.count + excluded.count, since = "
    "CASE WHEN excluded.since < tallies.since THEN excluded.since ELSE tallies.since END"
)
_MOVE: Final = text(
    f"{INTO} SELECT CAST(:nowhere AS BIGINT), {', '.join(_COLUMNS[1:])} FROM tallies "  # noqa: S608  # only names
    f"WHERE server = :server AND player <> :nobody {TOGETHER}"
)


@cache
def _adding(rows: int) -> TextClause:
    """Return the statement that adds so many rows: one round trip for all that a roll adds."""
    row = "(" + ", ".join(f":{name}%(place)d" for name in _COLUMNS) + ")"
    values = ", ".join(row % {"place": place} for place in range(rows))
    return text(f"{INTO} VALUES {values} {TOGETHER}")

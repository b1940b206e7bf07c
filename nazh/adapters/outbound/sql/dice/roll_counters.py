"""Stores roll counters, which are updated in the transaction that records the roll.

There is one row for each kind of result that a player, as one character in one guild, rolled in
public or in secret. Rows of deleted users have player 0.
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
    tuple_,
)

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import optional_instant
from nazh.application.dice.ports.statistics import CountsSince, GuildSubject, Subject
from nazh.domain.dice.statistics.count_changes import CountChanges
from nazh.domain.dice.statistics.roll_counts import CountKey
from nazh.domain.kernel.identity import GuildId, UserId

ROLL_COUNTERS: Final = Table(
    "tallies",
    METADATA,
    Column("server", BigInteger, primary_key=True),
    Column("player", BigInteger, primary_key=True),
    Column("character", Text, primary_key=True),
    Column("secret", Boolean, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("face", SmallInteger, primary_key=True),
    Column("count", BigInteger),
    Column("since", BigInteger),
)
"""The schema after the newest migration. ``since`` is in microseconds since 1970, UTC."""
ANONYMOUS_USER: Final = UserId(0)
NO_GUILD: Final = GuildId(0)
_NO_CHARACTER: Final = ""


class CounterRow(TypedDict):
    """An increment of one counter."""

    server: int
    player: int
    character: str
    secret: bool
    what: str
    face: int
    count: int
    since: int


def counter_rows(count_changes: CountChanges, since: int) -> list[CounterRow]:
    """Return the increments of one record."""
    return [
        CounterRow(
            server=NO_GUILD if key.guild is None else key.guild,
            player=key.player,
            character=_NO_CHARACTER if key.character is None else key.character,
            secret=key.is_secret,
            what=counted.what,
            face=counted.face,
            count=count,
            since=since,
        )
        for key, by_key in count_changes.items()
        for counted, count in by_key.items()
    ]


def add_counts(connection: Connection, rows: Iterable[CounterRow]) -> None:
    """Add ``rows`` to the counters."""
    merged: dict[tuple[object, ...], CounterRow] = {}
    for row in rows:
        *key, _, _ = row.values()
        known = merged.setdefault(tuple(key), row)
        if known is not row:
            known["count"] += row["count"]
            known["since"] = min(known["since"], row["since"])
    # The order is always the same, so that concurrent writers of the same rows cannot deadlock.
    ordered = [merged[key] for key in sorted(merged)]
    for start in range(0, len(ordered), _BATCH_SIZE):
        part = ordered[start : start + _BATCH_SIZE]
        values = {
            f"{name}{place}": value for place, row in enumerate(part) for name, value in row.items()
        }
        connection.execute(_insert_statement(len(part)), values)


def forget_user(connection: Connection, player: UserId, limit: int) -> int:
    """Make public counts in guilds anonymous, and delete the others.

    Returns the number of rows, at most ``limit``.
    """
    deleted = _delete_returning(connection, ROLL_COUNTERS.c.player == player, limit)
    public = [row for row in deleted if row["server"] != NO_GUILD and not row["secret"]]
    for row in public:
        row["player"], row["character"] = ANONYMOUS_USER, _NO_CHARACTER
    add_counts(connection, public)
    return len(deleted)


def forget_guild(connection: Connection, guild: GuildId, limit: int) -> int:
    """Move counters of users in a guild to no guild, and delete the anonymous ones.

    Returns the number of rows, at most ``limit``.
    """
    deleted = _delete_returning(connection, ROLL_COUNTERS.c.server == guild, limit)
    personal = [row for row in deleted if row["player"] != ANONYMOUS_USER]
    for row in personal:
        row["server"] = NO_GUILD
    add_counts(connection, personal)
    return len(deleted)


def _delete_returning(
    connection: Connection, key: ColumnElement[bool], limit: int
) -> list[CounterRow]:
    """Delete and return rows in one statement, so that nothing is added in between."""
    some = select(*ROLL_COUNTERS.primary_key.columns).where(key).limit(limit)
    rows = connection.execute(
        delete(ROLL_COUNTERS).where(_KEY.in_(some)).returning(*ROLL_COUNTERS.c)
    ).mappings()
    return [
        CounterRow(
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


class SqlRollCounters:
    """Satisfies ``RollCounters`` over one database; the ledger updates the counters."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, about: Subject) -> CountsSince:
        """Return the counts of a player, a character or a guild."""
        statement = _COUNTS.where(_condition(about))

        def query(connection: Connection) -> CountsSince:
            rows = [row for row in connection.execute(statement).mappings() if row["counted"] > 0]
            by_key = {
                CountKey(str(row["what"]), int(row["face"])): int(row["counted"]) for row in rows
            }
            first = min((int(row["first"]) for row in rows), default=None)
            return CountsSince(by_key, optional_instant(first))

        return await self._database.read(query)


def _condition(subject: Subject) -> ColumnElement[bool]:
    if isinstance(subject, GuildSubject):
        return and_(ROLL_COUNTERS.c.server == subject.guild, not_(ROLL_COUNTERS.c.secret))
    key = [ROLL_COUNTERS.c.player == subject.player]
    if subject.character is not None:
        key.append(ROLL_COUNTERS.c.character == subject.character)
    if not subject.with_secret:
        key.append(not_(ROLL_COUNTERS.c.secret))
    return and_(*key)


_COUNTS: Final = select(
    ROLL_COUNTERS.c.what,
    ROLL_COUNTERS.c.face,
    func.sum(ROLL_COUNTERS.c.count).label("counted"),
    func.min(ROLL_COUNTERS.c.since).label("first"),
).group_by(ROLL_COUNTERS.c.what, ROLL_COUNTERS.c.face)
_COLUMNS: Final = ("server", "player", "character", "secret", "what", "face", "count", "since")
_BATCH_SIZE: Final = 50
_KEY: Final = tuple_(*ROLL_COUNTERS.primary_key.columns)
INSERT_COUNTERS: Final = f"INSERT INTO tallies ({', '.join(_COLUMNS)})"
ON_CONFLICT_ADD: Final = (
    f"ON CONFLICT ({', '.join(_COLUMNS[:6])}) "
    "DO UPDATE SET count = tallies.count + excluded.count, since = "
    "CASE WHEN excluded.since < tallies.since THEN excluded.since ELSE tallies.since END"
)


@cache
def _insert_statement(rows: int) -> TextClause:
    """Return the statement for many rows, which takes one round trip for all counters of a roll."""
    row = "(" + ", ".join(f":{name}%(place)d" for name in _COLUMNS) + ")"
    values = ", ".join(row % {"place": place} for place in range(rows))
    return text(f"{INSERT_COUNTERS} VALUES {values} {ON_CONFLICT_ADD}")

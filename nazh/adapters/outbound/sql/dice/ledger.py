"""Stores rolls in a database, which are appended and never changed."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from operator import itemgetter
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from nazh.adapters.outbound.sql.databases.database import Database, Transaction
from nazh.adapters.outbound.sql.dice.fair_sessions import SqlFairChainWriter
from nazh.adapters.outbound.sql.dice.new_roll import NewRoll
from nazh.adapters.outbound.sql.dice.roll_counters import CounterRow, add_counts, counter_rows
from nazh.adapters.outbound.sql.dice.rolls import (
    ROLLS,
    RollRow,
    UnreadableRow,
    readable_records,
    record_of,
    row_of,
)
from nazh.adapters.outbound.sql.timestamps import microseconds
from nazh.application.dice.ports import AlreadyRecorded
from nazh.domain.dice import Roll
from nazh.domain.dice.records import RollRecord
from nazh.domain.dice.statistics.count_changes import count_changes
from nazh.domain.kernel.identity import GuildId, RequestId, UserId


class SqlRollStore:
    """Opens ledgers over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, about: RequestId, fair_guild: GuildId | None = None) -> SqlRollLedger:
        """Return a ledger for one request; ledgers for the same request are serialized."""
        if fair_guild is None:
            return SqlRollLedger(self._database.transaction(about))
        return SqlRollLedger(self._database.transaction(about, f"fair {fair_guild}"), fair_guild)


class SqlRollLedger:
    """One transaction, to be entered once. It is its own history."""

    __slots__ = ("_appended", "_entering", "_fair", "_fair_guild", "_rolls", "_transaction")

    def __init__(
        self,
        entering: AbstractAsyncContextManager[Transaction],
        fair_guild: GuildId | None = None,
    ) -> None:
        self._entering = entering
        self._transaction: Transaction
        self._appended: dict[RequestId, RollRecord] = {}
        self._rolls: list[tuple[Roll, ...]] = []
        self._fair: SqlFairChainWriter | None = None
        self._fair_guild = fair_guild

    async def __aenter__(self) -> Self:
        self._transaction = await self._entering.__aenter__()
        if self._fair_guild is not None:
            self._fair = SqlFairChainWriter(self._transaction, self._fair_guild)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear()
        await self._entering.__aexit__(kind, error, trace)

    @property
    def history(self) -> SqlRollLedger:
        """The rolls as this transaction sees them."""
        return self

    @property
    def fair(self) -> SqlFairChainWriter:
        """The fair session as this transaction sees it."""
        if self._fair is None:
            raise ValueError("this ledger was opened without a session")
        return self._fair

    async def append(self, record: RollRecord, rolls: tuple[Roll, ...] | None = None) -> None:
        """Record ``record`` when the ledger commits."""
        # If it was committed before, the unique key raises at the commit.
        if record.id in self._appended:
            raise AlreadyRecorded(record.id)
        self._appended[record.id] = record
        self._rolls.append(record.rolls if rolls is None else rolls)

    async def find(self, request_id: RequestId) -> RollRecord | None:
        """Return the record, appended here or committed before."""
        appended = self._appended.get(request_id)
        if appended is not None:
            return appended

        def query(connection: Connection) -> RollRecord | None:
            row = connection.execute(_BY_ID, {"roll": request_id}).mappings().first()
            return None if row is None else record_of(row)

        return await self._transaction.run(query)

    async def recent(self, by: UserId, limit: int) -> tuple[RollRecord, ...]:
        """Return the last rolls of ``by``, the latest first."""

        def query(connection: Connection) -> tuple[RollRecord, ...]:
            rows = connection.execute(_LATEST.where(ROLLS.c.player == by).limit(limit)).mappings()
            return tuple(record for _, record in readable_records(rows))

        return await self._transaction.read_unlocked(query)

    async def commit(self) -> None:
        """Write what was appended, and update the counters."""
        records = tuple(self._appended.values())
        judged = tuple(self._rolls)
        fair = self._fair if self._fair is not None and self._fair.is_changed else None
        if not records and fair is None:
            return

        def write(connection: Connection) -> None:
            if fair is not None:
                fair.write(connection)
            if records:
                counts = _new_counts(connection, records, judged)
                rows: list[RollRow] = [row_of(record) for record in records]
                connection.execute(_APPEND, rows if len(rows) > 1 else rows[0])
                add_counts(connection, counts)

        try:
            if fair is None and len(records) == 1 and records[0].root_id is None:
                await self._transaction.commit_fast(_new_roll(records[0], judged[0]))
            else:
                await self._transaction.commit(write)
        except IntegrityError as error:
            raise AlreadyRecorded(", ".join(self._appended)) from error
        self._clear()

    def _clear(self) -> None:
        self._appended.clear()
        self._rolls.clear()
        if self._fair is not None:
            self._fair.drop()


_BY_ID = select(ROLLS).where(ROLLS.c.id == bindparam("roll"))
_APPEND = insert(ROLLS).inline()
_LATEST = select(ROLLS).order_by(ROLLS.c.seq.desc())
_STATES = select(ROLLS).where(ROLLS.c.story == bindparam("roll")).order_by(ROLLS.c.seq)
_LOCK_ROOT = _STATES.with_only_columns(ROLLS.c.seq).limit(1).with_for_update()


def _new_roll(record: RollRecord, rolls: Sequence[Roll]) -> NewRoll:
    counts = counter_rows(count_changes(record, rolls, ()), microseconds(record.at))
    return NewRoll(row_of(record), sorted(counts, key=itemgetter("what", "face")))


def _new_counts(
    connection: Connection, records: Sequence[RollRecord], judged: Sequence[Sequence[Roll]]
) -> list[CounterRow]:
    """Return the counter rows of ``records``, which are not in the table of rolls yet."""
    counts: list[CounterRow] = []
    for place, (record, rolls) in enumerate(zip(records, judged, strict=True)):
        earlier: list[RollRecord] = []
        if record.root_id is not None:
            earlier = _states(connection, record.root_id)
            earlier += (
                state for state in records[:place] if record.root_id in (state.id, state.root_id)
            )
        counts += counter_rows(count_changes(record, rolls, earlier), microseconds(record.at))
    return counts


def _states(connection: Connection, root_id: RequestId) -> list[RollRecord]:
    """Return all states of a roll, the oldest first, locked against concurrent changes."""
    if connection.dialect.name == "postgresql":  # SQLite has a single writer anyway
        # A separate statement: after waiting for a row lock, it would not see newer rows.
        connection.execute(_LOCK_ROOT, {"roll": root_id})
    rows = connection.execute(_STATES, {"roll": root_id}).mappings()
    try:
        return [record_of(row) for row in rows]
    except UnreadableRow:
        return []  # treated as deleted

"""Stores messages that wait to be sent, and sent ones for a while."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.metadata import METADATA
from nazh.adapters.outbound.sql.timestamps import instant, microseconds
from nazh.application.shared.messages.queued_messages import (
    MAX_BATCH,
    Batch,
    MessageOutcome,
    QueuedMessage,
    QueueObserved,
    Recipient,
    RecipientKind,
    Refused,
    Rejection,
    Waiting,
)
from nazh.domain.kernel.identity import GuildId

QUEUED_MESSAGES: Final = Table(
    "queued_messages",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("topic", Text),
    Column("kind", Text),
    Column("recipient", BigInteger),
    Column("guild", BigInteger),
    Column("payload", Text),
    Column("state", Text),
    Column("due_at", BigInteger),
    Column("batch", BigInteger),
    Column("attempts", Integer),
    Column("begun_at", BigInteger),
    Column("retry_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("outcome", Text),
    sqlite_autoincrement=True,
)
"""The schema after the newest migration. Instants are in microseconds since 1970, UTC.

``state`` is ``due``, ``sending``, ``sent`` or ``failed``. ``batch`` is the number of the first
message in a batch, which is sent as one.
"""
DUE: Final = "due"
SENDING: Final = "sending"
SENT: Final = "sent"
FAILED: Final = "failed"
_MESSAGE: Final = QUEUED_MESSAGES.c
_REJECTIONS: Final = {rejection.value: rejection for rejection in Rejection}
_ANSWERED: Final = (MessageOutcome.SENT.value, MessageOutcome.FOUND.value, *_REJECTIONS)
"""The outcomes that show whether Discord accepts messages to the recipient."""
_STATES: Final = {MessageOutcome.SENT: SENT, MessageOutcome.FOUND: SENT}


def queue_messages(connection: Connection, messages: Iterable[QueuedMessage]) -> None:
    """Add messages in the transaction of ``connection``."""
    rows = [
        {
            "topic": message.topic,
            "kind": message.recipient.kind.value,
            "recipient": message.recipient.id,
            "guild": message.recipient.guild,
            "payload": message.payload,
            "state": DUE,
            "due_at": microseconds(message.due_at),
            "attempts": 0,
        }
        for message in messages
    ]
    if rows:
        connection.execute(insert(QUEUED_MESSAGES), rows)


class SqlMessageQueue:
    """Satisfies ``MessageQueue`` over one database."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def waiting(self, topics: Sequence[str], now: datetime, most: int) -> tuple[Waiting, ...]:
        """Return recipients with due messages."""
        sending = QUEUED_MESSAGES.alias("sending").c
        busy = select(sending.recipient).where(
            sending.state == SENDING, sending.seq == sending.batch
        )
        recipient_columns = (_MESSAGE.kind, _MESSAGE.recipient, _MESSAGE.guild, _MESSAGE.topic)
        query = (
            select(*recipient_columns)
            .where(
                _MESSAGE.state == DUE,
                _MESSAGE.topic.in_(topics),
                _MESSAGE.due_at <= microseconds(now),
                _MESSAGE.recipient.not_in(busy),
            )
            .group_by(*recipient_columns)
            .order_by(func.min(_MESSAGE.seq))
            .limit(most)
        )

        def read(connection: Connection) -> tuple[Waiting, ...]:
            return tuple(
                Waiting(_recipient(row.kind, row.recipient, row.guild), row.topic)
                for row in connection.execute(query)
            )

        return await self._database.read(read)

    async def begin(self, waiting: Waiting, now: datetime, retry_at: datetime) -> Batch | None:
        """Return a new batch of due messages."""
        to = waiting.recipient
        due = (
            select(_MESSAGE.seq, _MESSAGE.payload)
            .where(
                _MESSAGE.state == DUE,
                _MESSAGE.recipient == to.id,
                _MESSAGE.kind == to.kind.value,
                _MESSAGE.guild == to.guild,
                _MESSAGE.topic == waiting.topic,
                _MESSAGE.due_at <= microseconds(now),
            )
            .order_by(_MESSAGE.seq)
            .limit(MAX_BATCH)
            .with_for_update()
        )

        def write(connection: Connection) -> Batch | None:
            rows = connection.execute(due).all()
            if not rows:
                return None
            first = rows[0].seq
            values = {
                "state": SENDING,
                "batch": first,
                "attempts": 1,
                "begun_at": microseconds(now),
                "retry_at": microseconds(retry_at),
            }
            chosen = _MESSAGE.seq.in_([row.seq for row in rows])
            connection.execute(update(QUEUED_MESSAGES).where(chosen).values(values))
            return Batch(first, to, waiting.topic, tuple(row.payload for row in rows), 1, now)

        return await self._database.write_in_background(write)

    async def unfinished(self, now: datetime, most: int) -> tuple[Batch, ...]:
        """Return batches whose next attempt is due."""
        is_due = and_(_MESSAGE.state == SENDING, _MESSAGE.retry_at <= microseconds(now))
        firsts = select(_MESSAGE.batch).where(is_due, _MESSAGE.seq == _MESSAGE.batch)
        chosen = firsts.order_by(_MESSAGE.batch).limit(most).scalar_subquery()
        query = select(QUEUED_MESSAGES).where(is_due, _MESSAGE.batch.in_(chosen))

        def read(connection: Connection) -> tuple[Batch, ...]:
            batches: dict[int, list[Row[Any]]] = {}
            for row in connection.execute(query.order_by(_MESSAGE.seq)):
                batches.setdefault(row.batch, []).append(row)
            return tuple(map(_batch_of, batches.values()))

        return await self._database.read(read)

    async def begin_again(self, batch: Batch, now: datetime, retry_at: datetime) -> bool:
        """Store the attempts of a batch whose next one is due."""
        is_due = and_(_is_of(batch), _MESSAGE.retry_at <= microseconds(now))
        values = {"attempts": batch.attempts, "retry_at": microseconds(retry_at)}
        statement = update(QUEUED_MESSAGES).where(is_due).values(values)

        def write(connection: Connection) -> bool:
            return connection.execute(statement).rowcount > 0

        return await self._database.write_in_background(write)

    async def restart(self, batch: Batch) -> None:
        """Store when the first attempt began."""
        await self._update(batch, {"begun_at": microseconds(batch.begun_at)})

    async def retry(self, batch: Batch, retry_at: datetime) -> None:
        """Store when the next attempt is due."""
        await self._update(batch, {"retry_at": microseconds(retry_at)})

    async def end(self, batch: Batch, outcome: MessageOutcome, now: datetime) -> None:
        """Store the outcome of a batch."""
        state = _STATES.get(outcome, FAILED)
        ended = {"state": state, "outcome": outcome.value, "ended_at": microseconds(now)}
        await self._update(batch, ended)

    async def expire(self, before: datetime, now: datetime, most: int) -> int:
        """Mark messages that were due before an instant as expired."""
        old = and_(_MESSAGE.state == DUE, _MESSAGE.due_at < microseconds(before))
        some = select(_MESSAGE.seq).where(old).limit(most)
        values = {
            "state": FAILED,
            "outcome": MessageOutcome.EXPIRED.value,
            "ended_at": microseconds(now),
        }
        expired = update(QUEUED_MESSAGES).where(_MESSAGE.seq.in_(some), _MESSAGE.state == DUE)

        def write(connection: Connection) -> int:
            return connection.execute(expired.values(values)).rowcount

        if not await self._database.read(
            lambda connection: connection.execute(some.limit(1)).first()
        ):
            return 0
        return await self._database.write_in_background(write)

    async def backlog(self, now: datetime) -> QueueObserved:
        """Return the number and age of due and unfinished messages."""
        is_open = or_(_MESSAGE.state == DUE, _MESSAGE.state == SENDING)
        query = select(func.count(), func.min(_MESSAGE.due_at)).where(
            is_open, _MESSAGE.due_at <= microseconds(now)
        )

        def read(connection: Connection) -> QueueObserved:
            count, oldest = connection.execute(query).one()
            return QueueObserved(count, now - instant(oldest) if count else timedelta())

        return await self._database.read(read)

    async def delete_ended(self, before: datetime, most: int) -> int:
        """Delete messages that ended before an instant."""
        old = select(_MESSAGE.seq).where(_MESSAGE.ended_at < microseconds(before)).limit(most)

        def write(connection: Connection) -> int:
            return connection.execute(delete(QUEUED_MESSAGES).where(_MESSAGE.seq.in_(old))).rowcount

        return await self._database.write_in_background(write)

    async def _update(self, batch: Batch, values: Mapping[str, object]) -> None:
        statement = update(QUEUED_MESSAGES).where(_is_of(batch)).values(values)

        def write(connection: Connection) -> None:
            connection.execute(statement)

        await self._database.write_in_background(write)


class SqlDeliveries:
    """Satisfies ``Deliveries`` over the database of a ``SqlMessageQueue``."""

    __slots__ = ("_database",)

    def __init__(self, database: Database) -> None:
        self._database = database

    async def refused(self, recipient: Recipient) -> Refused | None:
        """Return how Discord refused the last message to a recipient."""
        query = (
            select(_MESSAGE.outcome, _MESSAGE.ended_at)
            .where(
                _MESSAGE.recipient == recipient.id,
                _MESSAGE.kind == recipient.kind.value,
                _MESSAGE.outcome.in_(_ANSWERED),
            )
            .order_by(_MESSAGE.ended_at.desc())
            .limit(1)
        )

        def read(connection: Connection) -> Refused | None:
            last = connection.execute(query).first()
            if last is None or last.outcome not in _REJECTIONS:
                return None
            return Refused(instant(last.ended_at), _REJECTIONS[last.outcome])

        return await self._database.read(read)


def _is_of(batch: Batch) -> ColumnElement[bool]:
    return and_(_MESSAGE.state == SENDING, _MESSAGE.batch == batch.id)


def _recipient(kind: str, id: int, guild: int) -> Recipient:
    return Recipient(RecipientKind(kind), id, GuildId(guild))


def _batch_of(rows: Sequence[Row[Any]]) -> Batch:
    first = rows[0]
    return Batch(
        id=first.batch,
        recipient=_recipient(first.kind, first.recipient, first.guild),
        topic=first.topic,
        payloads=tuple(row.payload for row in rows),
        attempts=first.attempts,
        begun_at=instant(first.begun_at),
    )

"""Tests the contract of ``MessageQueue``: a recipient's messages are batches, in order, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import Connection

from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.message_records import SqlMessageRecords
from nazh.adapters.outbound.sql.platform.queued_messages import (
    SqlDeliveries,
    SqlMessageQueue,
    queue_messages,
)
from nazh.application.shared.messages.queued_messages import (
    MAX_BATCH,
    Batch,
    Deliveries,
    MessageOutcome,
    MessageQueue,
    QueuedMessage,
    QueueObserved,
    Recipient,
    Refused,
    Rejection,
    Waiting,
)
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId
from tests import databases
from tests.doubles.clock import FrozenClock

NOW = FrozenClock().now()
SECOND = timedelta(seconds=1)
LATER = NOW + 30 * SECOND
GUILD, AWAY = GuildId(1), GuildId(2)
HALL, YARD = Recipient.channel(ChannelId(10), GUILD), Recipient.channel(ChannelId(11), AWAY)
ALICE, BOB = Recipient.user(UserId(7), GUILD), Recipient.user(UserId(8), GUILD)
TOPICS = ("game",)


@dataclass(frozen=True, slots=True)
class Kept:
    """A queue, and what its transactions are about."""

    queue: MessageQueue
    records: SqlMessageRecords
    database: Database

    async def put(self, *messages: QueuedMessage) -> None:
        await self.database.write(partial(queue_messages, messages=messages))

    async def begun(self, to: Recipient) -> Batch:
        batch = await self.queue.begin(Waiting(to, "game"), NOW, LATER)
        assert batch is not None
        return batch


@pytest_asyncio.fixture(params=[databases.sqlite, databases.postgresql])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Kept]:
    async with request.param(tmp_path) as address, databases.opened(address) as opened:
        database = databases.patient(opened)
        yield Kept(SqlMessageQueue(database), SqlMessageRecords(database), database)


def message(
    payload: str, to: Recipient = HALL, *, due_in: int = 0, topic: str = "game"
) -> QueuedMessage:
    return QueuedMessage(to, topic, payload, NOW + due_in * SECOND)


async def test_messages_of_one_recipient_are_one_batch_in_order(kept: Kept) -> None:
    await kept.put(message("a"), message("x", YARD), message("b"), message("c", due_in=1))
    await kept.put(message("other", topic="chat"))

    waiting = await kept.queue.waiting(TOPICS, NOW, 9)
    batch = await kept.begun(HALL)

    assert waiting == (Waiting(HALL, "game"), Waiting(YARD, "game"))
    assert (batch.recipient, batch.payloads, batch.attempts) == (HALL, ("a", "b"), 1)
    assert batch.begun_at == NOW


async def test_a_recipient_with_an_unfinished_batch_waits(kept: Kept) -> None:
    await kept.put(message("a"))
    batch = await kept.begun(HALL)
    await kept.put(message("b"))

    assert await kept.queue.waiting(TOPICS, NOW, 9) == ()
    await kept.queue.end(batch, MessageOutcome.SENT, NOW)

    assert await kept.queue.waiting(TOPICS, NOW, 9) == (Waiting(HALL, "game"),)
    assert (await kept.begun(HALL)).payloads == ("b",)


async def test_a_refusal_is_known_until_a_message_arrives(kept: Kept) -> None:
    deliveries: Deliveries = SqlDeliveries(kept.database)

    async def end(to: Recipient, outcome: MessageOutcome, seconds: int) -> Refused | None:
        await kept.put(message("a", to))
        await kept.queue.end(await kept.begun(to), outcome, NOW + seconds * SECOND)
        return await deliveries.refused(HALL)

    def refused(seconds: int, reason: Rejection) -> Refused:
        return Refused(NOW + seconds * SECOND, reason)

    alice = Recipient.user(UserId(10), GUILD)
    assert await deliveries.refused(HALL) is None
    assert await end(HALL, MessageOutcome.SENT, 1) is None
    assert await end(HALL, MessageOutcome.REJECTED, 2) == refused(2, Rejection.INVALID)
    assert await end(YARD, MessageOutcome.SENT, 3) == refused(2, Rejection.INVALID)
    assert await end(alice, MessageOutcome.SENT, 4) == refused(2, Rejection.INVALID)
    assert await end(HALL, MessageOutcome.NO_ACCESS, 5) == refused(5, Rejection.NO_ACCESS)
    assert await end(HALL, MessageOutcome.EXHAUSTED, 6) == refused(5, Rejection.NO_ACCESS)
    assert await end(HALL, MessageOutcome.NOT_FOUND, 7) == refused(7, Rejection.NOT_FOUND)
    assert await end(HALL, MessageOutcome.FOUND, 8) is None


async def test_channels_of_a_guild_and_guilds_of_a_channel_have_their_own_batches(
    kept: Kept,
) -> None:
    porch, moved = replace(HALL, id=ChannelId(12)), replace(HALL, guild=AWAY)
    await kept.put(message("a"), message("b", porch), message("c", moved))

    batches = [await kept.begun(to) for to in (HALL, porch, moved)]

    assert [batch.payloads for batch in batches] == [("a",), ("b",), ("c",)]


async def test_a_channel_and_a_user_with_the_same_number_are_two_recipients(kept: Kept) -> None:
    user = Recipient.user(UserId(HALL.id), GUILD)
    await kept.put(message("a"), message("b", user))

    assert (await kept.begun(user)).payloads == ("b",)
    assert (await kept.begun(HALL)).payloads == ("a",)


async def test_of_several_callers_one_gets_a_message(kept: Kept) -> None:
    await kept.put(*(message(str(number)) for number in range(20)))

    begun = await asyncio.gather(
        *(kept.queue.begin(Waiting(HALL, "game"), NOW, LATER) for _ in range(5))
    )

    assert [len(batch.payloads) for batch in begun if batch is not None] == [20]


async def test_a_batch_has_an_end(kept: Kept) -> None:
    await kept.put(*(message(str(number)) for number in range(MAX_BATCH + 1)))

    first = await kept.begun(HALL)
    await kept.queue.end(first, MessageOutcome.SENT, NOW)

    assert len(first.payloads) == MAX_BATCH
    assert (await kept.begun(HALL)).payloads == (str(MAX_BATCH),)


async def test_a_batch_that_was_left_comes_back_with_the_same_messages(kept: Kept) -> None:
    await kept.put(message("a"), message("b"), message("x", YARD))
    batch, other = await kept.begun(HALL), await kept.begun(YARD)
    await kept.put(message("c"))
    await kept.queue.retry(other, LATER + SECOND)

    assert await kept.queue.unfinished(LATER - SECOND, 9) == ()
    (batch_again,) = await kept.queue.unfinished(LATER, 9)
    assert batch_again == batch

    again = replace(batch_again, attempts=2)
    tries = [kept.queue.begin_again(again, LATER, LATER + 30 * SECOND) for _ in range(3)]
    assert sorted(await asyncio.gather(*tries)) == [False, False, True]
    await kept.queue.restart(replace(again, begun_at=LATER))

    found_again = {
        batch_found.id: batch_found
        for batch_found in await kept.queue.unfinished(LATER + 30 * SECOND, 9)
    }
    assert found_again == {batch.id: replace(again, begun_at=LATER), other.id: other}
    assert await kept.queue.unfinished(LATER + 30 * SECOND, 1) == (found_again[batch.id],)


async def test_an_ended_batch_is_over(kept: Kept) -> None:
    await kept.put(message("a"))
    batch = await kept.begun(HALL)

    await kept.queue.end(batch, MessageOutcome.REJECTED, NOW)

    assert await kept.queue.unfinished(LATER, 9) == ()
    assert not await kept.queue.begin_again(batch, LATER, LATER)
    assert await kept.queue.begin(Waiting(HALL, "game"), NOW, LATER) is None


async def test_old_messages_expire_unless_they_may_have_been_sent(kept: Kept) -> None:
    await kept.put(message("a"))
    batch = await kept.begun(HALL)
    await kept.put(message("b"), message("c"), message("d", due_in=5))

    expired = [await kept.queue.expire(NOW + SECOND, LATER, 1) for _ in range(3)]

    assert expired == [1, 1, 0]
    assert await kept.queue.unfinished(LATER, 9) == (batch,)
    await kept.queue.end(batch, MessageOutcome.SENT, NOW)
    next_batch = await kept.queue.begin(Waiting(HALL, "game"), LATER, LATER)
    assert next_batch is not None
    assert next_batch.payloads == ("d",)


async def test_the_backlog_is_what_is_due_or_unfinished(kept: Kept) -> None:
    assert await kept.queue.backlog(NOW) == QueueObserved(0, timedelta())
    await kept.put(message("a"), message("x", YARD), message("later", due_in=60))
    batch = await kept.begun(HALL)

    assert await kept.queue.backlog(LATER) == QueueObserved(2, 30 * SECOND)
    await kept.queue.end(batch, MessageOutcome.SENT, NOW)
    assert await kept.queue.backlog(LATER) == QueueObserved(1, 30 * SECOND)


async def test_ended_messages_are_pruned(kept: Kept) -> None:
    await kept.put(message("a"), message("b"))
    await kept.queue.end(await kept.begun(HALL), MessageOutcome.SENT, NOW)
    await kept.put(message("c"))

    assert await kept.queue.delete_ended(NOW, 9) == 0
    assert [await kept.queue.delete_ended(LATER, 1) for _ in range(3)] == [1, 1, 0]
    assert (await kept.begun(HALL)).payloads == ("c",)


async def test_a_message_of_a_transaction_that_is_undone_is_not_sent(kept: Kept) -> None:
    def write(connection: Connection) -> None:
        queue_messages(connection, [message("a")])
        raise LookupError

    with pytest.raises(LookupError):
        await kept.database.write(write)

    assert await kept.queue.waiting(TOPICS, NOW, 9) == ()


async def test_messages_about_a_user_or_a_guild_can_be_deleted(kept: Kept) -> None:
    user_of_channel_id = UserId(HALL.id)
    await kept.put(message("to Bob", BOB), message("to Alice", ALICE))
    await kept.put(message("a"), message("x", YARD), message("to Alice again", ALICE))

    exported, second = await kept.records.messages_to(UserId(ALICE.id))
    await kept.records.forget_user(UserId(ALICE.id))
    await kept.records.forget_user(user_of_channel_id)
    await kept.records.forget_guild(AWAY)

    assert (exported.at, exported.state, exported.payload) == (NOW, "due", "to Alice")
    assert second.payload == "to Alice again"
    assert await kept.records.messages_to(UserId(ALICE.id)) == ()
    assert await kept.records.prune_guild(GUILD, LATER)
    waiting = await kept.queue.waiting(TOPICS, NOW, 9)
    assert waiting == (Waiting(BOB, "game"), Waiting(HALL, "game"))

"""Tests the contract of outboxes: facts are delivered at least once, in order per topic."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from nazh.adapters.outbound.memory.outbox import MemoryOutbox
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.outbox import SqlOutbox, put_in_outbox
from nazh.application.shared.outbox import (
    Outbox,
    OutboxMessage,
    RelayOutbox,
)
from tests.doubles.clock import FrozenClock

Put = Callable[[str, str], Awaitable[None]]


@dataclass
class Consumer:
    """Records deliveries, and fails as often as configured."""

    failures: int = 0
    delivered: list[str] = field(default_factory=list)

    async def __call__(self, payload: str) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError(payload)
        self.delivered.append(payload)


class Killed(BaseException):
    """Simulates the end of the process."""


@dataclass
class KilledBeforeDeletion:
    """An outbox whose process ends between delivery and deletion."""

    outbox: Outbox

    async def heads(self, topics: object, now: object) -> tuple[OutboxMessage, ...]:
        return await self.outbox.heads(topics, now)  # type: ignore[arg-type]  # handed through

    async def delete(self, message: OutboxMessage) -> None:
        raise Killed

    async def postpone(self, message: OutboxMessage, until: object) -> None:
        raise AssertionError


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def outbox(database: Database | None) -> MemoryOutbox | SqlOutbox:
    return MemoryOutbox() if database is None else SqlOutbox(database)


@pytest.fixture
def put(outbox: MemoryOutbox | SqlOutbox, database: Database | None, clock: FrozenClock) -> Put:
    async def put(topic: str, payload: str) -> None:
        if isinstance(outbox, MemoryOutbox):
            outbox.put(topic, payload, clock.now())
        else:
            assert database is not None
            await database.write(
                lambda connection: put_in_outbox(connection, topic, payload, clock.now())
            )

    return put


async def test_messages_of_a_topic_come_in_their_order(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    first, second = Consumer(), Consumer()
    relay = RelayOutbox(outbox, clock, {"first": first, "second": second})
    for number in range(3):
        await put("first", f"a{number}")
        await put("second", f"b{number}")

    await relay()
    await relay()

    assert first.delivered == ["a0", "a1", "a2"]
    assert second.delivered == ["b0", "b1", "b2"]


async def test_a_topic_without_consumers_keeps_its_messages(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    await put("later", "kept")
    await RelayOutbox(outbox, clock, {})()
    await RelayOutbox(outbox, clock, {"other": Consumer()})()
    consumer = Consumer()

    await RelayOutbox(outbox, clock, {"later": consumer})()

    assert consumer.delivered == ["kept"]


async def test_a_failing_topic_waits_and_holds_up_no_other(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    failing, other = Consumer(failures=3), Consumer()
    relay = RelayOutbox(outbox, clock, {"failing": failing, "other": other})
    await put("failing", "a")
    await put("failing", "b")
    await put("other", "c")

    await relay()

    assert (failing.failures, other.delivered) == (2, ["c"])
    for _ in range(2):
        clock.advance(60)
        await relay()
    assert (failing.failures, failing.delivered) == (0, [])
    clock.advance(60)
    await relay()
    assert failing.delivered == ["a", "b"]


async def test_delays_double_from_a_second_to_five_minutes(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    failing = Consumer(failures=11)
    relay = RelayOutbox(outbox, clock, {"failing": failing})
    await put("failing", "a")
    await relay()

    left = []
    for seconds in (1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300):
        clock.advance(seconds - 0.001)
        await relay()
        left.append((failing.failures, len(failing.delivered)))
        clock.advance(0.001)
        await relay()

    assert left == [(failures, 0) for failures in range(10, -1, -1)]
    assert failing.delivered == ["a"]


async def test_a_crash_before_the_deletion_delivers_again(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    consumer = Consumer()
    await put("topic", "a")
    await put("topic", "b")

    with pytest.raises(Killed):
        await RelayOutbox(KilledBeforeDeletion(outbox), clock, {"topic": consumer})()
    await RelayOutbox(outbox, clock, {"topic": consumer})()

    assert consumer.delivered == ["a", "a", "b"]


async def test_a_message_is_due_no_earlier_than_it_says(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    await put("topic", "a")
    (head,) = await outbox.heads(["topic"], clock.now())
    await outbox.postpone(head, clock.now() + timedelta(seconds=5))

    assert await outbox.heads(["topic"], clock.now() + timedelta(seconds=4)) == ()
    (again,) = await outbox.heads(["topic"], clock.now() + timedelta(seconds=5))
    assert (again.payload, again.attempts) == ("a", 1)


async def test_an_uncommitted_event_is_not_delivered(
    outbox: Outbox, database: Database | None, clock: FrozenClock
) -> None:
    if database is None:
        return  # memory has no transaction to undo

    def write(connection: Connection) -> None:
        put_in_outbox(connection, "topic", "a", clock.now())
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(write)

    assert await outbox.heads(["topic"], clock.now()) == ()


async def test_many_concurrent_facts_all_arrive(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    consumer = Consumer()
    await asyncio.gather(*(put("topic", str(number)) for number in range(20)))

    await RelayOutbox(outbox, clock, {"topic": consumer})()

    assert sorted(map(int, consumer.delivered)) == list(range(20))


async def test_a_postponed_message_does_not_delay_another_topic(
    outbox: Outbox, put: Put, clock: FrozenClock
) -> None:
    await put("failing", "a")
    await put("other", "b")
    (head,) = await outbox.heads(["failing"], clock.now())

    await outbox.postpone(head, clock.now() + timedelta(seconds=5))

    (other,) = await outbox.heads(["failing", "other"], clock.now())
    assert (other.payload, other.attempts) == ("b", 0)


async def test_a_consumer_that_fails_for_hours_is_called_again(clock: FrozenClock) -> None:
    outbox, failing = MemoryOutbox(), Consumer(failures=100)
    relay = RelayOutbox(outbox, clock, {"failing": failing})
    outbox.put("failing", "a", clock.now())

    for _ in range(101):
        await relay()
        clock.advance(300)

    assert failing.delivered == ["a"]

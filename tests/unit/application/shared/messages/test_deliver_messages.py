"""Tests when and in which form queued messages are sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from nazh.adapters.outbound.rng.secrets_rng import SecretsRng
from nazh.adapters.outbound.sql.databases.database import Database
from nazh.adapters.outbound.sql.platform.queued_messages import SqlMessageQueue, queue_messages
from nazh.application.shared.messages.deliver_messages import (
    AT_ONCE,
    ATTEMPT_TIMEOUT,
    FIRST_DELAY,
    MAX_ATTEMPTS,
    MAX_JITTER,
    NONCE_WINDOW,
    DeliverMessages,
    ObserveMessages,
    PruneMessages,
)
from nazh.application.shared.messages.queued_messages import (
    MAX_BATCH,
    Batch,
    ComposedMessage,
    MessageOutcome,
    MessagesEnded,
    QueuedMessage,
    QueueObserved,
    Recipient,
    Rejection,
)
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.identity import ChannelId, GuildId
from nazh.domain.kernel.rng import Rng
from tests import databases
from tests.doubles.clock import FrozenClock
from tests.doubles.event_publisher import RecordingPublisher
from tests.doubles.rng import ScriptedRng

GUILD = GuildId(1)
HALL = Recipient.channel(ChannelId(10), GUILD)
YARD = Recipient.channel(ChannelId(11), GUILD)
TOPIC = "game"


def compose(payloads: Sequence[str]) -> ComposedMessage:
    if "broken" in payloads:
        raise LookupError
    return ComposedMessage(" ".join(payloads))


class Killed(BaseException):
    """Simulates the end of the process."""


@dataclass
class Discord:
    """Keeps one message for each nonce, for a while; satisfies ``MessageSender``."""

    clock: FrozenClock
    is_down: bool = False
    is_killed_after_sending: bool = False
    can_be_read: bool = True
    seconds_per_request: float = 0.0
    rejection: Rejection | None = None
    sent: list[tuple[Recipient, str]] = field(default_factory=list)
    requests: int = 0
    nonces: dict[str, datetime] = field(default_factory=dict)

    async def send(
        self, recipient: Recipient, message: ComposedMessage, nonce: str
    ) -> Rejection | None:
        self.requests += 1
        self.clock.advance(self.seconds_per_request)
        if self.is_down:
            raise Unavailable("Discord")
        if self.rejection is not None:
            return self.rejection
        known = self.nonces.get(nonce)
        if known is None or self.clock.now() - known >= NONCE_WINDOW:
            self.nonces[nonce] = self.clock.now()
            self.sent.append((recipient, message.text))
        if self.is_killed_after_sending:
            raise Killed
        return None

    async def find(self, recipient: Recipient, text: str, since: datetime) -> bool | None:
        if self.is_down:
            raise Unavailable("Discord")
        return (recipient, text) in self.sent if self.can_be_read else None


class Budget(SendBudget):
    """Records who waited for it; nobody waits long."""

    def __init__(self) -> None:
        super().__init__(per_second=1e9, channel_pause=0)
        self.waited: list[Hashable] = []

    async def wait(self, channel: Hashable) -> None:
        self.waited.append(channel)
        await super().wait(channel)


@dataclass(frozen=True, slots=True)
class Delivery:
    """Everything that a delivery touches."""

    database: Database
    clock: FrozenClock
    discord: Discord
    events: RecordingPublisher
    rng: Rng = field(default_factory=SecretsRng)
    budget: Budget = field(default_factory=Budget)

    async def queue(self, payloads: Sequence[str], to: Recipient = HALL) -> None:
        due_at = self.clock.now()
        messages = [QueuedMessage(to, TOPIC, payload, due_at) for payload in payloads]
        await self.database.write(partial(queue_messages, messages=messages))

    async def run(self, topic: str = TOPIC, queue: SqlMessageQueue | None = None) -> None:
        queue = queue or SqlMessageQueue(self.database)
        await DeliverMessages(
            queue, self.discord, {topic: compose}, self.budget, self.clock, self.events, self.rng
        )()

    @property
    def outcomes(self) -> Counter[MessageOutcome]:
        ended = Counter[MessageOutcome]()
        for event in self.events.events:
            assert isinstance(event, MessagesEnded)
            ended[event.outcome] += event.messages
        return ended

    async def backlog(self) -> int:
        return (await SqlMessageQueue(self.database).backlog(self.clock.now())).waiting


@pytest_asyncio.fixture
async def delivery(tmp_path: Path) -> AsyncIterator[Delivery]:
    clock = FrozenClock()
    async with databases.sqlite(tmp_path) as address, databases.opened(address) as opened:
        database = databases.patient(opened)
        yield Delivery(database, clock, Discord(clock), RecordingPublisher())


async def test_due_messages_of_a_channel_become_one(delivery: Delivery) -> None:
    await delivery.queue("ab")

    await delivery.run()
    await delivery.run()

    assert delivery.discord.sent == [(HALL, "a b")]
    assert delivery.outcomes == {MessageOutcome.SENT: 2}
    assert await delivery.backlog() == 0


async def test_ten_thousand_messages_for_four_channels_take_few_requests(
    delivery: Delivery,
) -> None:
    channels = [Recipient.channel(ChannelId(number), GUILD) for number in range(4)]
    for number in range(10):
        await delivery.queue(["x"] * 1_000, channels[number % 4])

    await delivery.run()

    assert delivery.outcomes == {MessageOutcome.SENT: 10_000}
    assert delivery.discord.requests == sum(
        -(-count // MAX_BATCH) for count in (3_000, 3_000, 2_000, 2_000)
    )


async def test_a_run_begins_nothing_after_its_time_and_the_next_one_continues(
    delivery: Delivery,
) -> None:
    for number in range(3 * AT_ONCE):
        await delivery.queue("a", Recipient.channel(ChannelId(number), GUILD))
    delivery.discord.seconds_per_request = 0.2

    await delivery.run()
    messages_sent = len(delivery.discord.sent)
    await delivery.run()

    assert messages_sent == 2 * AT_ONCE
    assert len(delivery.discord.sent) == 3 * AT_ONCE


async def test_a_failed_attempt_is_repeated_later_each_time_and_then_given_up(
    delivery: Delivery,
) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    begun = delivery.clock.now()

    times = []
    while delivery.discord.requests < MAX_ATTEMPTS and not delivery.outcomes:
        before = delivery.discord.requests
        await delivery.run()
        if delivery.discord.requests > before:
            times.append((delivery.clock.now() - begun).total_seconds())
        if len(times) == 3:
            break
        delivery.clock.advance(10)
    while not delivery.outcomes:
        delivery.clock.advance(600)
        await delivery.run()

    assert times[0] == 0
    assert 30 <= times[1] <= 50
    assert 60 <= times[2] - times[1] <= 80
    assert delivery.outcomes == {MessageOutcome.EXHAUSTED: 1}
    assert await delivery.backlog() == 0


async def test_attempts_that_failed_together_are_repeated_apart(delivery: Delivery) -> None:
    a_second_apart = [1_000 * number + 1 for number in range(10)]
    delivery = replace(delivery, rng=ScriptedRng(2 * a_second_apart))
    delivery.discord.is_down = True
    for number in range(10):
        await delivery.queue("a", Recipient.channel(ChannelId(number), GUILD))
    await delivery.run()

    delivery.clock.advance(FIRST_DELAY.total_seconds() - 1)
    requests = []
    for _ in range(12):
        before = delivery.discord.requests
        await delivery.run()
        requests.append(delivery.discord.requests - before)
        delivery.clock.advance(1)

    assert requests == [0] + [1] * 10 + [0]


async def test_the_last_attempt_that_fails_ends_a_message(delivery: Delivery) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")

    outcomes = []
    for _ in range(MAX_ATTEMPTS):
        await delivery.run()
        outcomes.append(dict(delivery.outcomes))
        delivery.clock.advance(3600)

    assert outcomes == [{}] * (MAX_ATTEMPTS - 1) + [{MessageOutcome.EXHAUSTED: 1}]


async def test_a_message_is_not_attempted_again_after_a_process_ended_in_its_last_attempt(
    delivery: Delivery,
) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    for _ in range(MAX_ATTEMPTS - 1):
        await delivery.run()
        delivery.clock.advance(3600)
    delivery.discord.is_down, delivery.discord.is_killed_after_sending = False, True
    with pytest.raises(Killed):
        await delivery.run()
    requests = delivery.discord.requests

    delivery.clock.advance(ATTEMPT_TIMEOUT.total_seconds())
    await delivery.run()

    assert delivery.discord.requests == requests
    assert delivery.outcomes == {MessageOutcome.EXHAUSTED: 1}


async def test_a_message_without_a_composer_is_abandoned(delivery: Delivery) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    await delivery.run()
    delivery.discord.is_down = False

    delivery.clock.advance((FIRST_DELAY + MAX_JITTER).total_seconds())
    await delivery.run(topic="another")

    assert delivery.discord.sent == []
    assert delivery.outcomes == {MessageOutcome.EXHAUSTED: 1}


async def test_messages_wait_for_a_batch_that_is_repeated_and_keep_their_order(
    delivery: Delivery,
) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    await delivery.run()
    delivery.discord.is_down = False
    await delivery.queue("bc")

    await delivery.run()
    assert delivery.discord.sent == []
    delivery.clock.advance((FIRST_DELAY + MAX_JITTER).total_seconds())
    await delivery.run()

    assert delivery.discord.sent == [(HALL, "a"), (HALL, "b c")]


async def test_every_attempt_takes_its_turn_in_the_budget(delivery: Delivery) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    await delivery.run()
    assert delivery.budget.waited == [HALL.id]

    delivery.clock.advance((FIRST_DELAY + MAX_JITTER).total_seconds())
    await delivery.run()

    assert delivery.budget.waited == [HALL.id, HALL.id]


async def killed_after_sending(delivery: Delivery) -> None:
    delivery.discord.is_killed_after_sending = True
    await delivery.queue("a")
    try:
        await delivery.run()
    except Killed:
        delivery.discord.is_killed_after_sending = False
    assert delivery.discord.sent == [(HALL, "a")]


async def test_a_process_that_is_killed_after_sending_does_not_send_twice(
    delivery: Delivery,
) -> None:
    await killed_after_sending(delivery)

    delivery.clock.advance(ATTEMPT_TIMEOUT.total_seconds())
    await delivery.run()

    assert delivery.discord.sent == [(HALL, "a")]
    assert delivery.discord.requests == 2
    assert delivery.outcomes == {MessageOutcome.SENT: 1}


async def test_a_batch_that_another_run_has_just_begun_is_left_to_it(delivery: Delivery) -> None:
    await killed_after_sending(delivery)

    delivery.clock.advance(29)
    await delivery.run()

    assert delivery.discord.requests == 1
    assert delivery.outcomes == {}


async def test_a_batch_whose_nonce_is_forgotten_is_looked_up(delivery: Delivery) -> None:
    await killed_after_sending(delivery)

    delivery.clock.advance(3600)
    await delivery.run()

    assert delivery.discord.sent == [(HALL, "a")]
    assert delivery.discord.requests == 1
    assert delivery.outcomes == {MessageOutcome.FOUND: 1}


async def test_a_batch_that_nobody_can_look_up_is_not_sent_blindly(delivery: Delivery) -> None:
    await killed_after_sending(delivery)
    delivery.discord.can_be_read = False

    delivery.clock.advance(3600)
    await delivery.run()

    assert delivery.discord.requests == 1
    assert delivery.outcomes == {MessageOutcome.EXHAUSTED: 1}


async def test_a_new_nonce_is_relied_on_after_the_look_up(delivery: Delivery) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    await delivery.run()
    delivery.discord.is_down = False
    delivery.clock.advance(3600)
    delivery.discord.is_killed_after_sending = True
    with pytest.raises(Killed):
        await delivery.run()
    delivery.discord.is_killed_after_sending = delivery.discord.can_be_read = False

    delivery.clock.advance(ATTEMPT_TIMEOUT.total_seconds())
    await delivery.run()

    assert delivery.discord.sent == [(HALL, "a")]
    assert delivery.outcomes == {MessageOutcome.SENT: 1}


async def test_a_batch_that_was_not_sent_is_sent_after_the_look_up(delivery: Delivery) -> None:
    delivery.discord.is_down = True
    await delivery.queue("a")
    await delivery.run()

    delivery.clock.advance(3600)
    await delivery.run()  # cannot look it up
    delivery.discord.is_down = False
    delivery.clock.advance(3600)
    await delivery.run()

    assert delivery.discord.sent == [(HALL, "a")]
    assert delivery.outcomes == {MessageOutcome.SENT: 1}


async def test_a_recipient_that_takes_no_messages_holds_up_no_other(delivery: Delivery) -> None:
    delivery.discord.rejection = Rejection.NO_ACCESS
    await delivery.queue("a")

    await delivery.run()
    delivery.clock.advance(3600)
    await delivery.run()

    assert delivery.discord.requests == 1
    assert delivery.outcomes == {MessageOutcome.NO_ACCESS: 1}


async def test_messages_that_waited_for_a_day_are_not_sent(delivery: Delivery) -> None:
    await delivery.queue("a")
    delivery.clock.advance(2)
    await delivery.queue("b")
    delivery.clock.advance(24 * 3600 - 1)

    await delivery.run()

    assert delivery.discord.sent == [(HALL, "b")]
    assert delivery.outcomes == {MessageOutcome.EXPIRED: 1, MessageOutcome.SENT: 1}


async def test_the_backlog_is_published(delivery: Delivery) -> None:
    queue, published = SqlMessageQueue(delivery.database), RecordingPublisher()
    await delivery.queue("a")
    delivery.clock.advance(60)

    await ObserveMessages(queue, delivery.clock, published)()
    await delivery.run()

    assert published.events == [QueueObserved(1, timedelta(minutes=1))]


async def test_messages_are_deleted_a_week_after_they_ended(delivery: Delivery) -> None:
    queue, week = SqlMessageQueue(delivery.database), 7 * 24 * 3600
    for _ in range(2):
        await delivery.queue("a")
        await delivery.run()
        delivery.clock.advance(2)
    delivery.clock.advance(week - 3)

    await PruneMessages(queue, delivery.clock, RecordingPublisher())()

    assert await queue.delete_ended(delivery.clock.now(), 9) == 1


async def test_messages_that_no_process_delivers_are_deleted_too(delivery: Delivery) -> None:
    queue, published = SqlMessageQueue(delivery.database), RecordingPublisher()
    await delivery.queue("a")
    prune = PruneMessages(queue, delivery.clock, published)

    delivery.clock.advance(timedelta(hours=25).total_seconds())
    await prune()
    delivery.clock.advance(timedelta(days=8).total_seconds())
    await prune()

    assert published.events == [MessagesEnded(MessageOutcome.EXPIRED, 1)]
    assert await queue.delete_ended(delivery.clock.now(), 9) == 0


async def test_many_messages_expire_and_are_deleted_in_one_run(delivery: Delivery) -> None:
    queue, published = SqlMessageQueue(delivery.database), RecordingPublisher()
    await delivery.queue(["a"] * 1_001)
    prune = PruneMessages(queue, delivery.clock, published)

    delivery.clock.advance(timedelta(hours=25).total_seconds())
    await prune()
    expired = sum(event.messages for event in published.events if isinstance(event, MessagesEnded))
    delivery.clock.advance(timedelta(days=8).total_seconds())
    await prune()

    assert expired == 1_001
    assert await queue.delete_ended(delivery.clock.now(), 9) == 0


async def test_messages_are_counted_only_once_their_end_is_stored(delivery: Delivery) -> None:
    class Unwritable(SqlMessageQueue):
        async def end(self, batch: Batch, outcome: MessageOutcome, now: datetime) -> None:
            raise Unavailable("the database")

    await delivery.queue("a")

    with pytest.raises(Unavailable):
        await delivery.run(queue=Unwritable(delivery.database))

    assert delivery.outcomes == {}


async def test_a_message_that_cannot_be_composed_cuts_off_no_other(delivery: Delivery) -> None:
    await delivery.queue(["broken"])
    await delivery.queue(["a"], YARD)

    with pytest.raises(LookupError):
        await delivery.run()

    assert delivery.discord.sent == [(YARD, "a")]
    assert delivery.outcomes == {MessageOutcome.SENT: 1}


async def test_a_batch_that_another_process_has_claimed_is_left_to_it(delivery: Delivery) -> None:
    class Claimed(SqlMessageQueue):
        async def begin_again(self, batch: Batch, now: datetime, retry_at: datetime) -> bool:
            assert await super().begin_again(batch, now, retry_at)
            return await super().begin_again(batch, now, retry_at)

    await killed_after_sending(delivery)
    delivery.clock.advance(31)

    await delivery.run(queue=Claimed(delivery.database))

    assert delivery.discord.requests == 1
    assert delivery.outcomes == {}

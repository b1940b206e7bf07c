"""Sends queued messages at most once each, coalesced by recipient and within one budget."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from nazh.application.shared.messages.queued_messages import (
    KEPT_FOR,
    Batch,
    Compose,
    ComposedMessage,
    MessageOutcome,
    MessageQueue,
    MessagesEnded,
    MessageSender,
    Waiting,
)
from nazh.application.shared.messages.send_budget import SendBudget
from nazh.application.shared.ports import Clock, EventPublisher
from nazh.domain.kernel.errors import Unavailable
from nazh.domain.kernel.rng import Rng

DELIVERY_PERIOD: Final = timedelta(seconds=5)
DELIVERY_TIMEOUT: Final = timedelta(seconds=40)
"""How long a run may take; after a crash, other processes wait this long before they take over."""
RUN_FOR: Final = timedelta(seconds=20)
"""After this time a run starts no more batches; the next one continues."""
ATTEMPT_TIMEOUT: Final = timedelta(seconds=30)
"""After this time an unfinished batch counts as one whose process was killed."""
NONCE_WINDOW: Final = timedelta(minutes=2)
"""How long after the first attempt a nonce is relied on; Discord says "a few minutes"."""
MAX_ATTEMPTS: Final = 5
FIRST_DELAY: Final = timedelta(seconds=30)
"""The delay after the first failed attempt; it doubles with each one."""
MAX_JITTER: Final = timedelta(seconds=10)
"""The most jitter added to a delay, so that simultaneous failures are not retried together."""
EXPIRY: Final = timedelta(hours=24)
"""Messages that could not be sent for this long expire."""
OBSERVATION_PERIOD: Final = timedelta(minutes=1)
PRUNE_PERIOD: Final = timedelta(hours=1)
AT_ONCE: Final = 60
"""Recipients processed concurrently, two seconds of the budget."""
_ROWS: Final = 500
_MILLISECOND: Final = timedelta(milliseconds=1)
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliverMessages:
    """Sends due messages. Run as a CLUSTER job, so that there is one budget for the whole bot.

    A batch left unfinished, because Discord failed or the process was killed, is retried with the
    same nonce while Discord recognizes it. After that, it is looked up first.
    """

    queue: MessageQueue
    sender: MessageSender
    composers: Mapping[str, Compose]
    budget: SendBudget
    clock: Clock
    events: EventPublisher
    rng: Rng

    async def __call__(self) -> None:
        """Send due messages, as far as time allows. Raises ``Unavailable``."""
        ends_at = self.clock.now() + RUN_FOR
        await _expire(self.queue, self.events, self.clock.now())
        for work_on_some in (self._repeat_some, self._begin_some):
            while self.clock.now() < ends_at and await work_on_some():
                pass

    async def _repeat_some(self) -> bool:
        """Make the next attempt of unfinished batches; return whether there were any."""
        unfinished = await self.queue.unfinished(self.clock.now(), AT_ONCE)
        return await _all(self._repeat(batch) for batch in unfinished)

    async def _begin_some(self) -> bool:
        """Begin a batch for some recipients; return whether there were any."""
        topics = tuple(self.composers)
        waiting = await self.queue.waiting(topics, self.clock.now(), AT_ONCE)
        return await _all(self._begin(message) for message in waiting)

    async def _begin(self, waiting: Waiting) -> None:
        await self.budget.wait(waiting.recipient.id)
        now = self.clock.now()
        batch = await self.queue.begin(waiting, now, now + ATTEMPT_TIMEOUT)
        if batch is not None:
            await self._attempt(batch)

    async def _repeat(self, batch: Batch) -> None:
        if batch.attempts >= MAX_ATTEMPTS or batch.topic not in self.composers:
            await self._end(batch, MessageOutcome.EXHAUSTED)
            return
        await self.budget.wait(batch.recipient.id)
        now = self.clock.now()
        again = replace(batch, attempts=batch.attempts + 1)
        if not await self.queue.begin_again(again, now, now + ATTEMPT_TIMEOUT):
            return
        if now - again.begun_at >= NONCE_WINDOW:
            if await self._has_ended(again):
                return
            again = replace(again, begun_at=now)
            await self.queue.restart(again)
        await self._attempt(again)

    async def _has_ended(self, batch: Batch) -> bool:
        """Look up a batch, and end it if it was sent or if that is unknown."""
        text = self._message_of(batch).text
        try:
            sent = await self.sender.find(batch.recipient, text, batch.begun_at)
        except Unavailable as error:
            await self._try_later(batch, error)
            return True
        if sent is False:
            return False
        await self._end(batch, MessageOutcome.FOUND if sent else MessageOutcome.EXHAUSTED)
        return True

    async def _attempt(self, batch: Batch) -> None:
        try:
            message = self._message_of(batch)
            rejection = await self.sender.send(batch.recipient, message, batch.nonce)
        except Unavailable as error:
            await self._try_later(batch, error)
            return
        if rejection is None:
            await self._end(batch, MessageOutcome.SENT)
        else:
            kind, id = batch.recipient.kind.value, batch.recipient.id
            _LOG.info("%s %d does not take messages: %s", kind, id, rejection.value)
            await self._end(batch, MessageOutcome(rejection.value))

    async def _try_later(self, batch: Batch, error: Unavailable) -> None:
        if batch.attempts >= MAX_ATTEMPTS:
            _LOG.warning("a message of %s was given up: %s", batch.topic, error)
            await self._end(batch, MessageOutcome.EXHAUSTED)
            return
        delay = FIRST_DELAY * 2 ** (batch.attempts - 1)
        jitter = timedelta(milliseconds=self.rng.below(MAX_JITTER // _MILLISECOND))
        await self.queue.retry(batch, self.clock.now() + delay + jitter)

    async def _end(self, batch: Batch, outcome: MessageOutcome) -> None:
        await self.queue.end(batch, outcome, self.clock.now())
        await self.events.publish(MessagesEnded(outcome, len(batch.payloads)))

    def _message_of(self, batch: Batch) -> ComposedMessage:
        return self.composers[batch.topic](batch.payloads)


@dataclass(frozen=True, slots=True)
class ObserveMessages:
    """Publishes how many messages wait, and for how long."""

    queue: MessageQueue
    clock: Clock
    events: EventPublisher

    async def __call__(self) -> None:
        """Publish once. Raises ``Unavailable``."""
        await self.events.publish(await self.queue.backlog(self.clock.now()))


@dataclass(frozen=True, slots=True)
class PruneMessages:
    """Deletes messages that ended long enough ago, a batch at a time.

    It also expires old ones, because no process may deliver any: the context that wrote them may be
    off.
    """

    queue: MessageQueue
    clock: Clock
    events: EventPublisher

    async def __call__(self) -> None:
        """Delete all of them. Raises ``Unavailable``; batches already deleted stay deleted."""
        await _expire(self.queue, self.events, self.clock.now())
        before = self.clock.now() - KEPT_FOR
        while await self.queue.delete_ended(before, _ROWS) == _ROWS:
            pass


async def _expire(queue: MessageQueue, events: EventPublisher, now: datetime) -> None:
    while count := await queue.expire(now - EXPIRY, now, _ROWS):
        await events.publish(MessagesEnded(MessageOutcome.EXPIRED, count))


async def _all(works: Iterable[Awaitable[None]]) -> bool:
    """Run everything concurrently, raise the first failure; return whether there was any work."""
    results = await asyncio.gather(*works, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result
    return bool(results)

"""Delivers committed facts that must not be lost, at least once.

A message is written in the transaction of its fact, and deleted once its consumer has returned.
Consumers must be idempotent: after a crash in between, the message is delivered again.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from nazh.application.shared.ports import Clock

FIRST_DELAY: Final = timedelta(seconds=1)
"""The delay of a topic after its first failed delivery; it doubles with each failure."""
RELAY_PERIOD: Final = timedelta(seconds=10)
"""The longest wait before the first delivery of a message."""
RELAY_TIMEOUT: Final = timedelta(minutes=1)
"""How long one run may take; after a crash, other processes wait this long."""
LONGEST_DELAY: Final = timedelta(minutes=5)
_LOG: Final = logging.getLogger(__name__)
Consumer = Callable[[str], Awaitable[None]]
"""Handles the payload of a message, and raises on failure. May be called repeatedly."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """An undelivered fact. ``attempts`` is the number of failed deliveries."""

    id: int
    topic: str
    payload: str
    attempts: int


class Outbox(Protocol):
    """Committed messages that have not been delivered."""

    async def heads(self, topics: Collection[str], now: datetime) -> tuple[OutboxMessage, ...]:
        """Return the oldest message of each due topic. Raises ``Unavailable``."""
        ...

    async def delete(self, message: OutboxMessage) -> None:
        """Delete a delivered message, if it still exists. Raises ``Unavailable``."""
        ...

    async def postpone(self, message: OutboxMessage, until: datetime) -> None:
        """Count a failed attempt; the topic is due again at ``until``. Raises ``Unavailable``."""
        ...


@dataclass(frozen=True, slots=True)
class RelayOutbox:
    """Delivers messages to the consumer of their topic, in order within a topic.

    A topic without a consumer keeps its messages. Run as a CLUSTER job, so that only one process
    delivers.
    """

    outbox: Outbox
    clock: Clock
    consumers: Mapping[str, Consumer]

    async def __call__(self) -> None:
        """Deliver all due messages. Raises ``Unavailable``; earlier deliveries are complete."""
        while heads := await self.outbox.heads(self.consumers.keys(), self.clock.now()):
            for message in heads:
                await self._deliver(message)

    async def _deliver(self, message: OutboxMessage) -> None:
        try:
            await self.consumers[message.topic](message.payload)
        except Exception:  # noqa: BLE001  # the other topics go on
            _LOG.exception("message %d of %s is delivered later", message.id, message.topic)
            delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(message.attempts, 16))
            await self.outbox.postpone(message, self.clock.now() + delay)
        else:
            await self.outbox.delete(message)

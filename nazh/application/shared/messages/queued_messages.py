"""Defines messages to channels and users that must not be lost, and the ports of their queue.

A message is written in the transaction of its fact. Due messages of one topic for one recipient are
sent as a single message, a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Protocol

from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId

MAX_BATCH: Final = 1_000
"""Messages per batch; a larger transaction would block SQLite's writer for too long."""
KEPT_FOR: Final = timedelta(days=7)
"""How long messages are kept after they were sent or failed."""


@dataclass(frozen=True, slots=True)
class ComposedMessage:
    """A message as it is sent. ``text`` is its content, by which it can be found again.

    ``embeds`` and ``components`` are JSON objects in Discord's format. Only mentions of ``roles``
    in the text ping anybody.
    """

    text: str
    embeds: tuple[Mapping[str, object], ...] = ()
    components: tuple[Mapping[str, object], ...] = ()
    roles: tuple[int, ...] = ()


Compose = Callable[[Sequence[str]], ComposedMessage]
"""Writes one message from the payloads of a batch, the oldest first. The same payloads give the
same message, which Discord accepts."""


class RecipientKind(Enum):
    """What a message is sent to; the value is stored."""

    CHANNEL = "channel"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Recipient:
    """A channel of a guild, or a user who is notified about a guild."""

    kind: RecipientKind
    id: int
    guild: GuildId

    @classmethod
    def channel(cls, channel: ChannelId, guild: GuildId) -> Recipient:
        """Return a channel of a guild."""
        return cls(RecipientKind.CHANNEL, channel, guild)

    @classmethod
    def user(cls, user: UserId, guild: GuildId) -> Recipient:
        """Return a user, who gets a direct message."""
        return cls(RecipientKind.USER, user, guild)


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    """A message to be sent from ``due_at`` on. ``payload`` is for the composer of its topic."""

    recipient: Recipient
    topic: str
    payload: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recipient with due messages of a topic."""

    recipient: Recipient
    topic: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages sent as one. ``id`` is the number of the first one.

    ``attempts`` counts started attempts; the first one with the current nonce began at
    ``begun_at``.
    """

    id: int
    recipient: Recipient
    topic: str
    payloads: tuple[str, ...]
    attempts: int
    begun_at: datetime

    @property
    def nonce(self) -> str:
        """The nonce by which Discord recognizes a repeated attempt, unique to the batch."""
        return f"queued-{self.id}"


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """A message to a user, for the export of the user's data. ``state`` is as it is stored."""

    at: datetime
    topic: str
    state: str
    payload: str


class Rejection(Enum):
    """Why a message can never be delivered; the value is that of the outcome."""

    NOT_FOUND = "not_found"
    NO_ACCESS = "no_access"
    INVALID = "rejected"


class MessageOutcome(Enum):
    """How queued messages ended; the value is stored, and a label of metrics."""

    SENT = "sent"
    FOUND = "found"  # sent before a crash, and found in the channel
    NOT_FOUND = "not_found"  # there is no such channel or user
    NO_ACCESS = "no_access"  # the bot may not write there, or the user takes no messages
    REJECTED = "rejected"  # for another reason
    EXHAUSTED = "exhausted"  # all attempts failed
    EXPIRED = "expired"  # too old before it could be sent


@dataclass(frozen=True, slots=True)
class Refused:
    """When Discord refused the last message to a recipient, and why."""

    at: datetime
    reason: Rejection


@dataclass(frozen=True, slots=True)
class MessagesEnded(Event):
    """The queued messages of one batch were sent or abandoned."""

    outcome: MessageOutcome
    messages: int


@dataclass(frozen=True, slots=True)
class QueueObserved(Event):
    """How many messages are due, and how long the oldest has been due."""

    waiting: int
    oldest: timedelta


class MessageQueue(Protocol):
    """The queued messages. Calls raise ``Unavailable``."""

    async def waiting(self, topics: Sequence[str], now: datetime, most: int) -> tuple[Waiting, ...]:
        """Return recipients with due messages, longest waiting first.

        Recipients with an unfinished batch are omitted, so that their messages arrive in order.
        """
        ...

    async def begin(self, waiting: Waiting, now: datetime, retry_at: datetime) -> Batch | None:
        """Return a new batch of at most MAX_BATCH due messages, oldest first.

        It counts as unfinished from ``retry_at`` on. Of several callers, only one gets a message.
        Returns ``None`` if no message is due any longer.
        """
        ...

    async def unfinished(self, now: datetime, most: int) -> tuple[Batch, ...]:
        """Return unfinished batches whose next attempt is due."""
        ...

    async def begin_again(self, batch: Batch, now: datetime, retry_at: datetime) -> bool:
        """Claim the next attempt of a batch; return whether the caller may make it.

        Of several callers, only one gets the batch, which is unfinished again from ``retry_at`` on.
        """
        ...

    async def restart(self, batch: Batch) -> None:
        """Store a new ``begun_at`` of a batch whose nonce Discord has forgotten."""
        ...

    async def retry(self, batch: Batch, retry_at: datetime) -> None:
        """Record a failed attempt, and when the next one is due."""
        ...

    async def end(self, batch: Batch, outcome: MessageOutcome, now: datetime) -> None:
        """Record the outcome of a batch."""
        ...

    async def expire(self, before: datetime, now: datetime, most: int) -> int:
        """Expire some messages that were due before an instant; return how many.

        Messages of unfinished batches do not expire.
        """
        ...

    async def backlog(self, now: datetime) -> QueueObserved:
        """Return the number and age of due or unfinished messages."""
        ...

    async def delete_ended(self, before: datetime, most: int) -> int:
        """Delete some messages that ended before an instant; return how many."""
        ...


class Deliveries(Protocol):
    """How the last messages to recipients ended. Calls raise ``Unavailable``."""

    async def refused(self, recipient: Recipient) -> Refused | None:
        """Return how Discord refused the last message to a recipient, or ``None`` if it did not.

        Messages about any guild and topic count, as long as they are kept. Those whose delivery
        failed for other reasons do not.
        """
        ...


class MessageSender(Protocol):
    """Sends messages to Discord that ping only the roles of the message."""

    async def send(
        self, recipient: Recipient, message: ComposedMessage, nonce: str
    ) -> Rejection | None:
        """Send a message, or return why it can never be delivered.

        A message recently sent with the same nonce is not sent again. Raises ``Unavailable`` if it
        is unknown whether it was sent.
        """
        ...

    async def find(self, recipient: Recipient, text: str, since: datetime) -> bool | None:
        """Return whether the bot has sent this text since an instant.

        Returns ``None`` if that is unknown, for example without permission to read the channel.
        Raises ``Unavailable``.
        """
        ...

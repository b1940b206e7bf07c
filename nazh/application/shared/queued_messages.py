"""Defines messages to channels and users that must not be lost, and the ports of their queue.

A message is written in the transaction that makes its fact true. Those of one topic that are due
for one recipient are sent as a single message, a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Protocol

from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import ChannelId, GuildId, UserId

LARGEST_BATCH: Final = 1_000
"""Messages of a batch; a transaction about more would hold SQLite's writer for too long."""
KEPT_FOR: Final = timedelta(days=7)
"""How long messages are kept after they were sent, or failed."""


@dataclass(frozen=True, slots=True)
class ComposedMessage:
    """A message as it is sent. ``text`` is its content, by which it is found again.

    ``embeds`` and ``components`` are JSON objects as Discord takes them. Of the mentions in the
    text, only those of ``roles`` ping somebody.
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
    """A channel of a guild, or a user who is told of something in a guild."""

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
    """A message that is sent from ``due_at`` on. ``payload`` is for the composer of its topic."""

    recipient: Recipient
    topic: str
    payload: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A recipient for whom messages of a topic are due."""

    recipient: Recipient
    topic: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Messages that are sent as one. ``id`` is the number of the first one.

    ``attempts`` have begun, the first of them with this nonce at ``begun_at``.
    """

    id: int
    recipient: Recipient
    topic: str
    payloads: tuple[str, ...]
    attempts: int
    begun_at: datetime

    @property
    def nonce(self) -> str:
        """What Discord recognizes a repeated attempt by; no other batch has the same."""
        return f"queued-{self.id}"


@dataclass(frozen=True, slots=True)
class DirectMessage:
    """A message to a user, for the export of the user's data. ``state`` is as it is stored."""

    at: datetime
    topic: str
    state: str
    payload: str


class Rejection(Enum):
    """Why a recipient can never get a message; the value is stored."""

    NOT_FOUND = "not_found"
    NO_ACCESS = "no_access"
    INVALID = "invalid"


class MessageOutcome(Enum):
    """How queued messages ended; the value is stored, and a label of metrics."""

    SENT = "sent"
    FOUND = "found"  # sent before a crash, and found in the channel
    REJECTED = "rejected"
    EXHAUSTED = "exhausted"  # all attempts failed
    EXPIRED = "expired"  # too old before it could be sent


@dataclass(frozen=True, slots=True)
class MessagesEnded(Event):
    """Queued messages of one batch were sent, or were given up."""

    outcome: MessageOutcome
    messages: int


@dataclass(frozen=True, slots=True)
class QueueObserved(Event):
    """How many messages are due, and for how long the oldest of them has been."""

    waiting: int
    oldest: timedelta


class MessageQueue(Protocol):
    """The queued messages. Calls raise ``Unavailable``."""

    async def waiting(self, topics: Sequence[str], now: datetime, most: int) -> tuple[Waiting, ...]:
        """Return recipients for whom messages are due, those that wait longest first.

        Those with an unfinished batch are left out, so that their messages come in order.
        """
        ...

    async def begin(self, waiting: Waiting, now: datetime, retry_at: datetime) -> Batch | None:
        """Return a new batch of at most LARGEST_BATCH due messages, the oldest first.

        It counts as unfinished from ``retry_at`` on. Of several callers, one gets a message.
        Returns ``None`` if no message is due any more.
        """
        ...

    async def unfinished(self, now: datetime, most: int) -> tuple[Batch, ...]:
        """Return batches that have begun and not ended, and whose next attempt is due."""
        ...

    async def begin_again(self, batch: Batch, now: datetime, retry_at: datetime) -> bool:
        """Store the attempts of a batch whose next one is due; return whether it is the caller's.

        Of several callers, one gets the batch, which is unfinished again from ``retry_at`` on.
        """
        ...

    async def restart(self, batch: Batch) -> None:
        """Store when the first attempt of a batch began, as its nonce is forgotten by now."""
        ...

    async def retry(self, batch: Batch, retry_at: datetime) -> None:
        """Note that an attempt failed, and when the next one is due."""
        ...

    async def end(self, batch: Batch, outcome: MessageOutcome, now: datetime) -> None:
        """Note how a batch ended."""
        ...

    async def expire(self, before: datetime, now: datetime, most: int) -> int:
        """Give up some messages that were due before an instant; return how many.

        Messages of unfinished batches are left alone.
        """
        ...

    async def backlog(self, now: datetime) -> QueueObserved:
        """Return what is due or unfinished."""
        ...

    async def delete_ended(self, before: datetime, most: int) -> int:
        """Delete some messages that ended before an instant; return how many."""
        ...


class MessageSender(Protocol):
    """Sends messages to Discord, which ping nobody but the roles of the message."""

    async def send(
        self, recipient: Recipient, message: ComposedMessage, nonce: str
    ) -> Rejection | None:
        """Send a message, or return why that is never possible.

        A message that was sent with the same nonce a short time ago is not sent again. Raises
        ``Unavailable`` if it may have been sent or not.
        """
        ...

    async def find(self, recipient: Recipient, text: str, since: datetime) -> bool | None:
        """Return whether the bot has sent this text since an instant.

        Returns ``None`` if nobody can tell, such as without the permission to read the channel.
        Raises ``Unavailable``.
        """
        ...

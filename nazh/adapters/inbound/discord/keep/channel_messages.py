"""Reads messages in linked channels, relays them to the games, and reacts to them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Final

import hikari

from nazh.adapters.inbound.discord.requests import within
from nazh.adapters.inbound.texts.failure_texts import store_unavailable_text
from nazh.adapters.inbound.texts.languages import Translator
from nazh.adapters.inbound.texts.refusals import refusal_text
from nazh.application.keep.bridges.listen_to_channels import ListenToChannels
from nazh.application.keep.bridges.say_message import ChannelMessage, SayMessage
from nazh.application.shared.ports import Clock
from nazh.domain.keep.bridges import ListenerState
from nazh.domain.keep.message_limits import MessageLimit
from nazh.domain.keep.texts.messages import FILE, IMAGE, STICKER, MessageContent, message_line
from nazh.domain.keep.texts.names import clean_name
from nazh.domain.kernel.errors import Refusal, Unavailable
from nazh.domain.kernel.identity import ChannelId, UserId

DELIVERED: Final = "✅"
NOT_DELIVERED: Final = "❌"
EXPLAINED_ONCE_IN: Final = timedelta(minutes=5)
EXPLANATION_SECONDS: Final = 15.0
"""How long a message that explains a failure stays in the channel."""
REQUEST_TIMEOUT: Final = 30.0
"""Seconds for a reaction or an explanation, whose rate limits may make it wait."""
_WRITTEN: Final = (hikari.MessageType.DEFAULT, hikari.MessageType.REPLY)
_LOG: Final = logging.getLogger(__name__)


class ChannelMessageReader:
    """Satisfies ``MessageReader``. Relayed messages get a ✅, others a ❌ with the reason.

    A user is told a reason once in five minutes. ``bot`` returns the client, and ``me`` is its id.
    """

    def __init__(
        self,
        listen: ListenToChannels,
        say: SayMessage,
        clock: Clock,
        bot: Callable[[], hikari.RESTAware],
        me: UserId,
        translator: Translator,
    ) -> None:
        self._listen = listen
        self._say = say
        self._clock = clock
        self._bot = bot
        self._me = me
        self._translator = translator
        self._explanations = MessageLimit(1, EXPLAINED_ONCE_IN)
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_stopping = asyncio.Event()

    async def start(self, *, can_read: bool) -> None:
        """Acquire the lease if it is free, and read which channels are linked."""
        await self._listen.start(ListenerState.READY if can_read else ListenerState.NO_INTENT)

    def is_wanted(self, channel: object) -> bool:
        """Return whether a channel is linked."""
        return isinstance(channel, str) and channel.isdecimal() and self._is_linked(channel)

    async def __call__(self, event: hikari.GuildMessageCreateEvent) -> None:
        """Relay a message, unless a bot wrote it or none of it can be relayed."""
        bridges = self._listen.bridges_of(ChannelId(event.channel_id))
        message = event.message
        if not bridges or not event.is_human or message.type not in _WRITTEN:
            return
        line = message_line(_content_of(message, self._me))
        if not line:
            return
        self._track_current_task()
        chat_message = ChannelMessage(message.id, UserId(event.author_id), _name_of(message), line)
        try:
            is_said = await self._say(chat_message, bridges)
        except Refusal as refusal:
            await self._react(message, NOT_DELIVERED)
            await self._explain(message, refusal_text(refusal, self._translator))
        except Unavailable as error:
            _LOG.warning("a message was not relayed to its game: %s", error)
            await self._react(message, NOT_DELIVERED)
            await self._explain(message, store_unavailable_text(self._translator))
        else:
            if is_said:
                await self._react(message, DELIVERED)

    async def stop(self, timeout: float) -> bool:
        """Finish what is in flight; return whether that was possible in ``timeout`` seconds."""
        self._is_stopping.set()
        with suppress(Unavailable):
            await self._listen.stop()
        if not self._tasks:
            return True
        _, late = await asyncio.wait(self._tasks, timeout=timeout)
        return not late

    def _track_current_task(self) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _is_linked(self, channel: str) -> bool:
        return self._listen.is_linked(ChannelId(int(channel)))

    async def _react(self, message: hikari.Message, emoji: str) -> None:
        with _ignoring_failures():
            reaction = self._bot().rest.add_reaction(message.channel_id, message.id, emoji)
            await within(REQUEST_TIMEOUT, reaction)

    async def _explain(self, message: hikari.Message, text: str) -> None:
        """Reply with a reason, without a ping, and delete it again."""
        if not self._explanations.allows(UserId(message.author.id), self._clock.now()):
            return
        rest = self._bot().rest
        with _ignoring_failures():
            explanation = rest.create_message(
                message.channel_id,
                text,
                reply=message,
                mentions_reply=False,
                mentions_everyone=False,
                user_mentions=False,
                role_mentions=False,
            )
            reply = await within(REQUEST_TIMEOUT, explanation)
            with suppress(TimeoutError):
                async with asyncio.timeout(EXPLANATION_SECONDS):
                    await self._is_stopping.wait()
            await within(REQUEST_TIMEOUT, rest.delete_message(message.channel_id, reply))


@contextmanager
def _ignoring_failures() -> Iterator[None]:
    """Ignore errors and timeouts of Discord, because the message has been handled."""
    try:
        yield
    except (hikari.HikariError, OSError) as error:
        _LOG.debug("a reaction or an explanation was not sent: %s", type(error).__name__)


def _content_of(message: hikari.Message, me: UserId) -> MessageContent:
    mentioned = message.user_mentions or {}
    names = {UserId(id): user.global_name or user.username for id, user in mentioned.items()}
    replied = message.referenced_message
    is_reply = message.type is hikari.MessageType.REPLY and replied is not None
    return MessageContent(
        message.content or "",
        me,
        names,
        clean_name(_name_of(replied)) if is_reply and replied is not None else None,
        (
            *map(_part_of, message.attachments),
            *(STICKER for _ in message.stickers),
        ),
    )


def _part_of(attachment: hikari.Attachment) -> str:
    return IMAGE if (attachment.media_type or "").startswith("image/") else FILE


def _name_of(message: hikari.PartialMessage) -> str:
    """Return the name of the author as it is shown in the guild."""
    if isinstance(message.member, hikari.Member):
        return message.member.display_name
    author = message.author
    return author.global_name or author.username if isinstance(author, hikari.User) else ""

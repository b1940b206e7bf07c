"""Runs a gateway connection that reads messages and answers no interactions.

Reading messages requires intents that a dice bot must never request, so only this process requests
them.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from functools import partial
from typing import Final, Protocol

import hikari

from nazh.adapters.inbound.discord.gateway.gateway_service import Shards
from nazh.adapters.inbound.discord.gateway.message_filter import MessageFilter
from nazh.adapters.inbound.discord.gateway.sharded_bot import ShardedBot

MISSING_INTENT: Final = (
    "may only read messages that mention the bot. Enable the Message Content Intent in the "
    "Developer Portal (your application, Bot), and restart this process"
)
_LOG: Final = logging.getLogger(__name__)
_CAN_READ: Final = (
    hikari.ApplicationFlags.MESSAGE_CONTENT_INTENT
    | hikari.ApplicationFlags.MESSAGE_CONTENT_INTENT_LIMITED
)


class MessageReader(Protocol):
    """Receives the messages of channels that it chooses."""

    async def start(self, *, can_read: bool) -> None:
        """Prepare for messages; the stores are open.

        Without ``can_read``, only messages that mention the bot have content.
        """
        ...

    def is_wanted(self, channel: object) -> bool:
        """Return whether to receive a channel's messages, given its id as Discord writes it."""
        ...

    async def __call__(self, event: hikari.GuildMessageCreateEvent) -> None:
        """Handle a message."""
        ...

    async def stop(self, timeout: float) -> bool:
        """Finish what is in flight; return whether that was possible in ``timeout`` seconds."""
        ...


class MessageService:
    """Combines the gateway and the reader of messages into one service. Starts once."""

    guilds = None
    in_flight = 0
    overload = None
    sync_error = None

    def __init__(self, bot: ShardedBot, shards: Shards, reader: MessageReader) -> None:
        self._bot = bot
        self._shards = shards
        self._reader = reader
        self.missing_intent: str | None = None

    async def start(self, stores: Awaitable[None]) -> None:
        """Return once Discord sends messages, which is after ``stores`` are open.

        Raises TokenRejected or StartFailed, and what ``stores`` raise.
        """
        self._bot.filter_events = partial(MessageFilter, is_wanted=self._reader.is_wanted)
        self._bot.subscribe(hikari.GuildMessageCreateEvent, self._reader.__call__)
        await self._shards.open(self._prepare(stores))

    async def run(self) -> None:
        """Return when all connections are closed. Raises as ``start`` when they are lost."""
        await self._shards.wait_closed()

    async def stop(self, timeout: float) -> bool:
        """Read no more messages, finish those that were read, and disconnect."""
        await self._shards.disconnect()
        finished = await self._reader.stop(timeout)
        await self._shards.close()
        return finished

    async def _prepare(self, stores: Awaitable[None]) -> None:
        await stores
        application = await self._bot.rest.fetch_application()
        can_read = bool(application.flags & _CAN_READ)
        if not can_read:
            # Discord would close the connection for good.
            self._bot.shard_intents &= ~hikari.Intents.MESSAGE_CONTENT
            self.missing_intent = MISSING_INTENT
            _LOG.error("this process %s.", MISSING_INTENT)
        await self._reader.start(can_read=can_read)

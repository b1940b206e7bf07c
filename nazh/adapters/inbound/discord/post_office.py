"""The post office: messages besides an answer, through hikari's patient client."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from math import inf
from typing import Final, TypeVar

import hikari

from nazh.adapters.inbound.discord.answers import File, Json
from nazh.adapters.inbound.discord.discord_time import steady_now
from nazh.adapters.inbound.discord.finished_parts import FinishedPart, objects_in

WITHIN: Final = 60.0
"""Seconds for one message: hikari would try for minutes."""
LEFT_ALONE: Final = 300.0
"""Seconds for which a channel that has refused us is asked nothing: Discord shuts out whoever makes
ten thousand such requests in ten minutes, for all servers."""
KEPT: Final = 4_096
"""Channels of which something is known."""
_REFUSED: Final = (hikari.UnauthorizedError, hikari.ForbiddenError, hikari.NotFoundError)
_LOG: Final = logging.getLogger(__name__)
Known = TypeVar("Known")


class PostOffice:
    """Posts follow-ups, and notices in channels. The numbers are for tests."""

    def __init__(
        self,
        bot: hikari.RESTAware,
        now: Callable[[], float] = steady_now,
        within: float = WITHIN,
        kept: int = KEPT,
    ) -> None:
        self._bot = bot
        self._now = now
        self._within = within
        self._kept = kept
        self._servers: dict[int, int | None] = {}
        self._refused_at: dict[int, float] = {}

    async def post(
        self, interaction: hikari.PartialInteraction, message: Json, file: File | None = None
    ) -> bool:
        """Post ``message`` behind an answered interaction; whether Discord took it."""
        flags = message.get("flags")
        try:
            async with asyncio.timeout(self._within):
                await self._bot.rest.execute_webhook(
                    interaction.application_id,
                    interaction.token,
                    message.get("content", hikari.UNDEFINED),
                    attachment=hikari.UNDEFINED
                    if file is None
                    else hikari.Bytes(file.content, file.name),
                    embeds=self._embeds(message) or hikari.UNDEFINED,
                    components=[FinishedPart(one) for one in objects_in(message.get("components"))],
                    flags=flags if isinstance(flags, int) else hikari.UNDEFINED,
                    mentions_everyone=False,
                    user_mentions=False,
                    role_mentions=False,
                )
        except (hikari.HikariError, OSError) as error:
            _LOG.warning("a roll could not be posted: %s", _why(error))
            return False
        return True

    async def post_in(self, channel: int, server: int | None, message: Json) -> bool:
        """Post ``message`` in a channel, unless it is of another server; whether all is well."""
        if self._now() - self._refused_at.get(channel, -inf) < LEFT_ALONE:
            return False
        # hikari's turns in a channel end for good where somebody who waits for his is cancelled.
        posting = asyncio.shield(self._put_up(channel, server, message))
        try:
            async with asyncio.timeout(self._within):
                await posting
        except (hikari.HikariError, OSError) as error:
            _LOG.warning("channel %s did not take a notice: %s", channel, _why(error))
            if isinstance(error, _REFUSED):
                self._keep(self._refused_at, channel, self._now())
            return False
        return True

    async def _put_up(self, channel: int, server: int | None, message: Json) -> None:
        if await self._server_of(channel) == server:
            await self._bot.rest.create_message(
                channel,
                message.get("content", hikari.UNDEFINED),
                embeds=self._embeds(message),
                mentions_everyone=False,
                user_mentions=False,
                role_mentions=False,
            )

    async def _server_of(self, channel: int) -> int | None:
        if channel not in self._servers:
            found = await self._bot.rest.fetch_channel(channel)
            server = int(found.guild_id) if isinstance(found, hikari.GuildChannel) else None
            self._keep(self._servers, channel, server)
            return server
        return self._servers[channel]

    def _keep(self, known: dict[int, Known], channel: int, what: Known) -> None:
        """Keep what is known of a channel, and forget the oldest of too many."""
        known.pop(channel, None)
        known[channel] = what
        if len(known) > self._kept:
            del known[next(iter(known))]

    def _embeds(self, message: Json) -> list[hikari.Embed]:
        factory = self._bot.entity_factory
        return [factory.deserialize_embed(dict(one)) for one in objects_in(message.get("embeds"))]


def _why(error: Exception) -> str:
    return str(error) or "no answer in time"

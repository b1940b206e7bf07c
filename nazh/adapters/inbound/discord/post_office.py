"""The post office: messages besides an answer, through hikari's patient client."""

from __future__ import annotations

import logging
from typing import Final

import hikari

from nazh.adapters.inbound.discord.answers import File, Json
from nazh.adapters.inbound.discord.finished_parts import FinishedPart, objects_in

_LOG: Final = logging.getLogger(__name__)


class PostOffice:
    """Posts follow-ups, and notices in channels."""

    def __init__(self, bot: hikari.RESTAware) -> None:
        self._bot = bot
        self._servers: dict[int, int | None] = {}

    async def post(
        self, interaction: hikari.PartialInteraction, message: Json, file: File | None = None
    ) -> bool:
        """Post ``message`` behind an answered interaction; whether Discord took it."""
        flags = message.get("flags")
        try:
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
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
            _LOG.warning("a roll could not be posted: %s", error)
            return False
        return True

    async def post_in(self, channel: int, server: int | None, message: Json) -> bool:
        """Post ``message`` in a channel, unless it is of another server; whether all is well."""
        try:
            if await self._server_of(channel) == server:
                await self._bot.rest.create_message(
                    channel,
                    message.get("content", hikari.UNDEFINED),
                    embeds=self._embeds(message),
                    mentions_everyone=False,
                    user_mentions=False,
                    role_mentions=False,
                )
        except (hikari.HTTPError, hikari.RateLimitTooLongError, OSError) as error:
            _LOG.warning("channel %s did not take a notice: %s", channel, error)
            return False
        return True

    async def _server_of(self, channel: int) -> int | None:
        if channel not in self._servers:
            found = await self._bot.rest.fetch_channel(channel)
            self._servers[channel] = (
                int(found.guild_id) if isinstance(found, hikari.GuildChannel) else None
            )
        return self._servers[channel]

    def _embeds(self, message: Json) -> list[hikari.Embed]:
        factory = self._bot.entity_factory
        return [factory.deserialize_embed(dict(one)) for one in objects_in(message.get("embeds"))]

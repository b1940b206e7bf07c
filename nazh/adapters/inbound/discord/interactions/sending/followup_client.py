"""Sends follow-ups and channel messages through hikari's client, which retries."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from math import inf
from typing import Final, TypeVar

import hikari

from nazh.adapters.inbound.discord.interactions.clock_skew import monotonic_now
from nazh.adapters.inbound.discord.interactions.responses import MESSAGE_CHARACTERS, File, Json
from nazh.adapters.inbound.discord.interactions.sending.raw_components import (
    RawComponent,
    json_objects,
)
from nazh.adapters.inbound.discord.requests import within

SEND_TIMEOUT: Final = 60.0
"""Seconds for one message; hikari would retry for minutes."""
REFUSED_CHANNEL_PAUSE: Final = 300.0
"""Seconds for which a channel that has refused a message is skipped: Discord blocks clients that
make ten thousand such requests in ten minutes, for all servers."""
MAX_REMEMBERED_CHANNELS: Final = 4_096
"""Channels whose guild or refusal is remembered."""
_REFUSED: Final = (hikari.UnauthorizedError, hikari.ForbiddenError, hikari.NotFoundError)
_LOG: Final = logging.getLogger(__name__)
Remembered = TypeVar("Remembered")


class FollowupClient:
    """Sends follow-ups, and notifications to channels. The numbers are for tests."""

    def __init__(
        self,
        bot: hikari.RESTAware,
        now: Callable[[], float] = monotonic_now,
        timeout: float = SEND_TIMEOUT,
        max_remembered: int = MAX_REMEMBERED_CHANNELS,
    ) -> None:
        self._bot = bot
        self._now = now
        self._timeout = timeout
        self._max_remembered = max_remembered
        self._guilds: dict[int, int | None] = {}
        self._refused_at: dict[int, float] = {}

    async def send(self, interaction: hikari.PartialInteraction, message: Json) -> bool:
        """Send ``message`` for an answered interaction; return whether Discord accepted it."""
        flags = message.get("flags")
        try:
            async with asyncio.timeout(self._timeout):
                await self._bot.rest.execute_webhook(
                    interaction.application_id,
                    interaction.token,
                    message.get("content", hikari.UNDEFINED),
                    embeds=self._embeds(message),
                    components=_components(message),
                    flags=flags if isinstance(flags, int) else hikari.UNDEFINED,
                    mentions_everyone=False,
                    user_mentions=False,
                    role_mentions=False,
                )
        except (hikari.HikariError, OSError) as error:
            _LOG.warning("could not send a follow-up: %s", _reason(error))
            return False
        return True

    async def edit(
        self, interaction: hikari.PartialInteraction, message: Json, files: tuple[File, ...]
    ) -> bool:
        """Replace the response with ``message``; return whether Discord accepted it."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._bot.rest.edit_interaction_response(
                    interaction.application_id,
                    interaction.token,
                    message.get("content", hikari.UNDEFINED),
                    embeds=self._embeds(message),
                    attachments=[hikari.Bytes(file.content, file.name) for file in files],
                    components=_components(message),
                    mentions_everyone=False,
                    user_mentions=False,
                    role_mentions=False,
                )
        except hikari.NotFoundError:
            return True  # the user has dismissed it
        except (hikari.HikariError, OSError) as error:
            _LOG.warning("could not edit a message: %s", _reason(error))
            return False
        return True

    async def delete(self, interaction: hikari.PartialInteraction) -> bool:
        """Delete the response, or the message that it edited; return whether it is gone."""
        try:
            async with asyncio.timeout(self._timeout):
                await self._bot.rest.delete_interaction_response(
                    interaction.application_id, interaction.token
                )
        except hikari.NotFoundError:
            return True  # somebody else has deleted it
        except (hikari.HikariError, OSError) as error:
            _LOG.warning("could not delete a message: %s", _reason(error))
            return False
        return True

    async def send_to_channel(self, channel: int, guild: int | None, message: Json) -> bool:
        """Send ``message`` to a channel of ``guild``; return whether it succeeded.

        If Discord drops its embeds, their descriptions are added to its text.
        """
        if self._now() - self._refused_at.get(channel, -inf) < REFUSED_CHANNEL_PAUSE:
            return False
        try:
            await within(self._timeout, self._create_message(channel, guild, message))
        except (hikari.HikariError, OSError) as error:
            _LOG.warning("could not notify channel %s: %s", channel, _reason(error))
            if isinstance(error, _REFUSED):
                self._remember(self._refused_at, channel, self._now())
            return False
        return True

    async def _create_message(self, channel: int, guild: int | None, message: Json) -> None:
        if await self._guild_of(channel) != guild:
            return
        embeds = self._embeds(message)
        created = await self._bot.rest.create_message(
            channel,
            message.get("content", hikari.UNDEFINED),
            embeds=embeds,
            mentions_everyone=False,
            user_mentions=False,
            role_mentions=False,
        )
        # Discord drops the embeds of a bot that may not embed links in the channel.
        if embeds and not created.embeds:
            texts = (created.content, *(embed.description for embed in embeds))
            await self._bot.rest.edit_message(
                channel,
                created.id,
                "\n".join(filter(None, texts))[:MESSAGE_CHARACTERS],
                mentions_everyone=False,
                user_mentions=False,
                role_mentions=False,
            )

    async def _guild_of(self, channel: int) -> int | None:
        if channel not in self._guilds:
            fetched = await self._bot.rest.fetch_channel(channel)
            guild = int(fetched.guild_id) if isinstance(fetched, hikari.GuildChannel) else None
            self._remember(self._guilds, channel, guild)
            return guild
        return self._guilds[channel]

    def _remember(self, memory: dict[int, Remembered], channel: int, value: Remembered) -> None:
        """Remember a fact about a channel, and forget the oldest one if there are too many."""
        memory.pop(channel, None)
        memory[channel] = value
        if len(memory) > self._max_remembered:
            del memory[next(iter(memory))]

    def _embeds(self, message: Json) -> list[hikari.Embed]:
        factory = self._bot.entity_factory
        embeds = []
        for json_form in json_objects(message.get("embeds")):
            embed = factory.deserialize_embed(dict(json_form))
            if embed.image is not None:  # hikari takes attachment:// for a local file
                embed.set_image(hikari.URL(embed.image.url))
            embeds.append(embed)
        return embeds


def _components(message: Json) -> list[RawComponent]:
    return [RawComponent(component) for component in json_objects(message.get("components"))]


def _reason(error: Exception) -> str:
    return str(error) or "no answer in time"

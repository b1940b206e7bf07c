"""Finds the channel of a nation's news, and whether Discord accepts messages to it."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.guilds.ports import SettingsOf
from nazh.application.shared.messages.queued_messages import Deliveries, Recipient, Refused
from nazh.domain.dominion.notices import NATION_CHANNEL
from nazh.domain.kernel.identity import ChannelId, GuildId


@dataclass(frozen=True, slots=True)
class NewsChannel:
    """The channel of a nation's news, if one is chosen.

    ``refused`` says how Discord refused the last message to it, ``None`` that it did not.
    """

    channel: ChannelId | None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class NewsChannels:
    """The channels that managers of servers have chosen for the news of their nations."""

    settings_of: SettingsOf
    deliveries: Deliveries

    async def of(self, guild: GuildId) -> NewsChannel:
        """Return the channel of a guild's nation. Raises ``Unavailable``."""
        channel = (await self.settings_of(guild)).of(NATION_CHANNEL)
        if channel is None:
            return NewsChannel(None)
        recipient = Recipient.channel(channel, guild)
        return NewsChannel(channel, await self.deliveries.refused(recipient))

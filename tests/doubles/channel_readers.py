"""A double of the readers of channels."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.kernel.identity import ChannelId, GuildId, RoleId


@dataclass(frozen=True, slots=True)
class FixedReaders:
    """The same readers of every channel; satisfies ``FindReaders``."""

    readers: ChannelReaders | None = None

    async def __call__(
        self,
        guild: GuildId,
        channel: ChannelId,
        game_masters: RoleId | None,
        *,
        is_fresh: bool = False,
    ) -> ChannelReaders | None:
        return self.readers

"""Guild settings with values fixed by the test."""

from __future__ import annotations

from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId


class FixedSettings:
    """Every guild has the same settings; satisfies ``SettingsOf``."""

    def __init__(self, chosen: GuildSettings = DEFAULT_SETTINGS) -> None:
        self._chosen = chosen

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return the settings; none without a guild."""
        return DEFAULT_SETTINGS if guild is None else self._chosen

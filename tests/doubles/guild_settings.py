"""Guild settings with values fixed by the test."""

from __future__ import annotations

from nazh.domain.guilds.guild_settings import DEFAULT_SETTINGS, GuildSettings
from nazh.domain.kernel.identity import GuildId


class FixedSettings:
    """Every server has chosen the same; satisfies ``SettingsOf``."""

    def __init__(self, chosen: GuildSettings = DEFAULT_SETTINGS) -> None:
        self._chosen = chosen

    async def __call__(self, guild: GuildId | None) -> GuildSettings:
        """Return what was chosen; nothing without a server."""
        return DEFAULT_SETTINGS if guild is None else self._chosen

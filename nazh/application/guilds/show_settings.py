"""Returns a guild's settings and their change log, to managers only."""

from __future__ import annotations

from dataclasses import dataclass

from nazh.application.guilds.errors import OnlyManagersChangeSettings
from nazh.application.guilds.ports import GuildSettingsStore
from nazh.domain.guilds.guild_settings import GuildSettings, SettingChange
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class SettingsHistory:
    """The settings of a guild, and their changes, latest first."""

    settings: GuildSettings
    changes: tuple[SettingChange, ...]


@dataclass(frozen=True, slots=True)
class ShowSettings:
    """Returns the settings of a guild to its managers."""

    store: GuildSettingsStore

    async def __call__(self, guild: GuildId, *, is_manager: bool) -> SettingsHistory:
        """Return the settings and their changes. Raises OnlyManagersChangeSettings."""
        if not is_manager:
            raise OnlyManagersChangeSettings
        return SettingsHistory(await self.store.read(guild), await self.store.changes(guild))

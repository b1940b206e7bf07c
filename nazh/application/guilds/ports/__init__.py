"""Ports of the guild use cases, for settings, membership and personal records."""

from nazh.application.guilds.ports.guilds import (
    GuildMembership,
    GuildSettingsStore,
    SettingsOf,
)
from nazh.application.guilds.ports.privacy import (
    GuildRecords,
    PersonalData,
    UserSettingChange,
)

__all__ = [
    "GuildMembership",
    "GuildRecords",
    "GuildSettingsStore",
    "PersonalData",
    "SettingsOf",
    "UserSettingChange",
]

"""Reads the environment, ``.env`` and files of secrets into one frozen typed value."""

from nazh.adapters.inbound.settings.choices import Environment, LogFormat, RngKind
from nazh.adapters.inbound.settings.database_urls import DatabaseUrl
from nazh.adapters.inbound.settings.reading import (
    ContextSections,
    InvalidSettings,
    SettingsCheck,
    check_settings,
    read_contexts,
    read_database_url,
    read_settings,
)
from nazh.adapters.inbound.settings.reference import reference_page
from nazh.adapters.inbound.settings.secrets import Secret
from nazh.adapters.inbound.settings.sections import (
    DatabaseSettings,
    DiscordSettings,
    GuildsSettings,
    HttpSettings,
    LogSettings,
    ProgramSettings,
    RateLimitSettings,
    RedisSettings,
    SentrySettings,
    TracesSettings,
)
from nazh.adapters.inbound.settings.settings import Settings

__all__ = [
    "ContextSections",
    "DatabaseSettings",
    "DatabaseUrl",
    "DiscordSettings",
    "Environment",
    "GuildsSettings",
    "HttpSettings",
    "InvalidSettings",
    "LogFormat",
    "LogSettings",
    "ProgramSettings",
    "RateLimitSettings",
    "RedisSettings",
    "RngKind",
    "Secret",
    "SentrySettings",
    "Settings",
    "SettingsCheck",
    "TracesSettings",
    "check_settings",
    "read_contexts",
    "read_database_url",
    "read_settings",
    "reference_page",
]

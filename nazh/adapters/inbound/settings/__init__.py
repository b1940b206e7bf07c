"""Reads the environment, ``.env`` and files of secrets into one frozen typed value."""

from nazh.adapters.inbound.settings.choices import Environment, LogFormat, RngKind
from nazh.adapters.inbound.settings.database_urls import DatabaseUrl
from nazh.adapters.inbound.settings.platform_sections import (
    DiscordSettings,
    GuildsSettings,
    HttpSettings,
    ProgramSettings,
    RateLimitSettings,
)
from nazh.adapters.inbound.settings.reading import (
    InvalidSettings,
    SettingsCheck,
    SupervisorSettings,
    check_settings,
    read_contexts,
    read_database_url,
    read_http_settings,
    read_settings,
    read_supervisor_settings,
)
from nazh.adapters.inbound.settings.reference import reference_page
from nazh.adapters.inbound.settings.secrets import Secret
from nazh.adapters.inbound.settings.setting_reader import ContextSections
from nazh.adapters.inbound.settings.settings import Settings
from nazh.adapters.inbound.settings.store_sections import DatabaseSettings, RedisSettings

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
    "ProgramSettings",
    "RateLimitSettings",
    "RedisSettings",
    "RngKind",
    "Secret",
    "Settings",
    "SettingsCheck",
    "SupervisorSettings",
    "check_settings",
    "read_contexts",
    "read_database_url",
    "read_http_settings",
    "read_settings",
    "read_supervisor_settings",
    "reference_page",
]

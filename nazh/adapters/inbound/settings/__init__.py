"""Reads the environment, ``.env`` and files of secrets into one frozen typed value."""

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
from nazh.adapters.inbound.settings.sections.platform import (
    DiscordSettings,
    GuildsSettings,
    HttpSettings,
    ProgramSettings,
    RateLimitSettings,
)
from nazh.adapters.inbound.settings.sections.stores import DatabaseSettings, RedisSettings
from nazh.adapters.inbound.settings.setting_reader import ContextSections
from nazh.adapters.inbound.settings.settings import Settings
from nazh.adapters.inbound.settings.values.choices import Environment, LogFormat, RngKind
from nazh.adapters.inbound.settings.values.database_urls import DatabaseUrl
from nazh.adapters.inbound.settings.values.secrets import Secret

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

"""What the operator says: environment, ``.env`` and files of secrets, read into one typed value."""

from nazh.adapters.inbound.settings.choices import Environment, LogFormat, RngKind
from nazh.adapters.inbound.settings.database_urls import DatabaseUrl
from nazh.adapters.inbound.settings.reading import (
    InvalidSettings,
    SettingsCheck,
    check_settings,
    read_contexts,
    read_database_url,
    read_settings,
)
from nazh.adapters.inbound.settings.reference import reference_page
from nazh.adapters.inbound.settings.secrets import Secret
from nazh.adapters.inbound.settings.settings import Settings

__all__ = [
    "DatabaseUrl",
    "Environment",
    "InvalidSettings",
    "LogFormat",
    "RngKind",
    "Secret",
    "Settings",
    "SettingsCheck",
    "check_settings",
    "read_contexts",
    "read_database_url",
    "read_settings",
    "reference_page",
]

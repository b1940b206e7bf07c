"""What the operator says: environment, ``.env`` and files of secrets, read into one typed value."""

from nazh.adapters.inbound.settings.choices import Environment, LogFormat, RngKind
from nazh.adapters.inbound.settings.databases import DatabaseUrl
from nazh.adapters.inbound.settings.reading import (
    BadSettings,
    Checked,
    check_settings,
    read_database_url,
    read_settings,
)
from nazh.adapters.inbound.settings.reference import reference_page
from nazh.adapters.inbound.settings.secrets import Secret
from nazh.adapters.inbound.settings.values import Settings

__all__ = [
    "BadSettings",
    "Checked",
    "DatabaseUrl",
    "Environment",
    "LogFormat",
    "RngKind",
    "Secret",
    "Settings",
    "check_settings",
    "read_database_url",
    "read_settings",
    "reference_page",
]

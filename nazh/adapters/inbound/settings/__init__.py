"""What the operator says: environment, ``.env`` and files of secrets, read into one typed value."""

from nazh.adapters.inbound.settings.reading import (
    BadSettings,
    Checked,
    check_settings,
    read_settings,
)
from nazh.adapters.inbound.settings.reference import reference_page
from nazh.adapters.inbound.settings.values import (
    Environment,
    LogFormat,
    RngKind,
    Secret,
    Settings,
)

__all__ = [
    "BadSettings",
    "Checked",
    "Environment",
    "LogFormat",
    "RngKind",
    "Secret",
    "Settings",
    "check_settings",
    "read_settings",
    "reference_page",
]

"""Limits what is stored for one guild, and for how long."""

from __future__ import annotations

from typing import Final


class GuildLimits:
    """The limits of one guild."""

    RETENTION_DAYS: Final = 36_500
    """The longest retention period in days, unless rolls are kept for ever."""
    RETENTION_DAYS_AFTER_LEAVING: Final = 730
    """Days that a departed guild's records are kept if it set no retention period."""
    SETTING_CHANGES: Final = 50
    """Changes of settings that are stored for one guild."""

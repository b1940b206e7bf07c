"""Defines how much is stored for one guild, and for how long."""

from __future__ import annotations

from typing import Final


class GuildLimits:
    """The limits of one guild."""

    RETENTION_DAYS: Final = 36_500
    """The longest retention period in days, unless rolls are kept forever."""
    RETENTION_DAYS_AFTER_LEAVING: Final = 730
    """How many days the records of a guild that the bot left are kept if it set no period."""
    SETTING_CHANGES: Final = 50
    """How many changes to its settings are stored for one guild."""

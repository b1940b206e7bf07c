"""Bounds what is kept of one guild, and for how long."""

from __future__ import annotations

from typing import Final


class GuildLimits:
    """The most that is kept of one guild."""

    RETENTION_DAYS: Final = 36_500
    """Days for which rolls may be kept, where it is not for ever."""
    RETENTION_DAYS_AFTER_LEAVING: Final = 730
    """Days for which a guild's records stay after the bot left it, if rolls are kept for ever."""
    SETTING_CHANGES: Final = 50
    """Changes of its settings that are remembered of one guild."""

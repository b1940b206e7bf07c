"""Defines a guild's dice settings."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nazh.domain.dice.rulesets import RULESETS
from nazh.domain.guilds.guild_settings import GuildSetting


class Layout(Enum):
    """How a public result is shown; the value is its name in settings."""

    FULL = "full"
    COMPACT = "compact"
    TOTALS = "totals"
    ARITHMETIC = "arithmetic"
    TEXT = "text"

    @property
    def with_dice(self) -> Layout:
        """The layout of a secret roll, whose dice its roller always sees."""
        return Layout.FULL if self in (Layout.COMPACT, Layout.TOTALS) else self


RULESET: Final = GuildSetting("ruleset", RULESETS.get)
LAYOUT: Final = GuildSetting("layout", {layout.value: layout for layout in Layout}.get)

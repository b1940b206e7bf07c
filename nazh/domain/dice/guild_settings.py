"""Defines a guild's dice settings."""

from __future__ import annotations

from enum import Enum
from typing import Final

from nazh.domain.dice.rulesets import RULESETS
from nazh.domain.guilds.guild_settings import GuildSetting


class Layout(Enum):
    """How much of a public result is shown; the value is its name in settings."""

    FULL = "full"
    COMPACT = "compact"


RULESET: Final = GuildSetting("ruleset", RULESETS.get)
LAYOUT: Final = GuildSetting("layout", {layout.value: layout for layout in Layout}.get)

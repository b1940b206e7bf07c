"""Lists the variables that have a new name; the previous one works for one release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

CURRENT_NAMES: Final[Mapping[str, str]] = {
    "NAZH_DRAIN_SECONDS": "NAZH_HTTP_DRAIN_SECONDS",
    "NAZH_GAME_MASTER_CHANNEL": "NAZH_DICE_GAME_MASTER_CHANNEL",
    "NAZH_KEEP_ROLLS_DAYS": "NAZH_GUILDS_RETENTION_DAYS",
    "NAZH_LIMIT_PER_GUILD": "NAZH_RATE_LIMIT_PER_GUILD",
    "NAZH_LIMIT_PER_USER": "NAZH_RATE_LIMIT_PER_USER",
    "NAZH_PUBLIC_KEY": "NAZH_DISCORD_PUBLIC_KEY",
    "NAZH_RULESET": "NAZH_DICE_RULESET",
    "NAZH_SHARD_COUNT": "NAZH_DISCORD_SHARD_COUNT",
    "NAZH_SHARD_IDS": "NAZH_DISCORD_SHARD_IDS",
    "NAZH_SYNC_COMMANDS": "NAZH_DISCORD_SYNC_COMMANDS",
}
"""The current names by the previous ones."""

"""Defines the role whose members administer the nation of a server."""

from __future__ import annotations

from typing import Final

from nazh.domain.guilds.guild_settings import GuildSetting, read_role

ADMINISTRATORS: Final = GuildSetting(
    "dominion_administrators", read_role, is_for_administrators=True
)
"""The role whose members may use Dominion's administrator commands."""

"""Reads where a user is, and what they may do there."""

from __future__ import annotations

from typing import Final

import hikari

from nazh.adapters.inbound.discord.errors import InvalidComponent
from nazh.domain.guilds.guild_settings import GAME_MASTERS, GuildSettings
from nazh.domain.kernel.identity import GuildId

UserInteraction = hikari.CommandInteraction | hikari.ComponentInteraction | hikari.ModalInteraction
# Plain integers: each operation on hikari's flags would create an object, at every roll.
_ADMINISTRATOR: Final = int(hikari.Permissions.ADMINISTRATOR)
_MANAGE_PERMISSIONS: Final = _ADMINISTRATOR | int(hikari.Permissions.MANAGE_GUILD)
GAME_MASTER_PERMISSIONS: Final = _MANAGE_PERMISSIONS | int(hikari.Permissions.MANAGE_MESSAGES)


def server_of(interaction: UserInteraction | hikari.AutocompleteInteraction) -> GuildId | None:
    """Return the server of an interaction, or ``None`` in direct messages."""
    return None if interaction.guild_id is None else GuildId(interaction.guild_id)


def require_server(interaction: UserInteraction | hikari.AutocompleteInteraction) -> GuildId:
    """Return the server of an interaction. Raises InvalidComponent in direct messages."""
    server = server_of(interaction)
    if server is None:
        raise InvalidComponent
    return server


def can_manage_guild(interaction: UserInteraction | hikari.AutocompleteInteraction) -> bool:
    """Return whether the user may manage this server; nobody may in direct messages."""
    return interaction.member is not None and bool(
        int(interaction.member.permissions) & _MANAGE_PERMISSIONS
    )


def is_administrator(interaction: UserInteraction | hikari.AutocompleteInteraction) -> bool:
    """Return whether the user has the Administrator permission here, as the owner always has."""
    return interaction.member is not None and bool(
        int(interaction.member.permissions) & _ADMINISTRATOR
    )


def is_game_master(interaction: UserInteraction, chosen: GuildSettings) -> bool:
    """Return whether the user is a game master here, by a permission or by the chosen role."""
    member = interaction.member
    if member is None:
        return False
    role = chosen.of(GAME_MASTERS)
    has_role = role is not None and hikari.Snowflake(role) in member.role_ids
    return has_role or bool(int(member.permissions) & GAME_MASTER_PERMISSIONS)

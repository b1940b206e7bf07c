"""Builds the link with which the owner of a server adds the bot, with the permissions it needs."""

from __future__ import annotations

from typing import TypeAlias

import hikari

Intents: TypeAlias = hikari.Intents
Permissions: TypeAlias = hikari.Permissions


def invite_link(application_id: int, permissions: Permissions) -> str:
    """Return the address where the owner of a server adds the bot to it."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={application_id}"
        f"&scope=bot+applications.commands&permissions={permissions.value}"
    )

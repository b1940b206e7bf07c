"""Builds the invite link, with the permissions that the bot needs."""

from __future__ import annotations

from typing import TypeAlias

import hikari

Intents: TypeAlias = hikari.Intents
Permissions: TypeAlias = hikari.Permissions


def invite_link(application_id: int, permissions: Permissions) -> str:
    """Return the link with which a server's manager adds the bot."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={application_id}"
        f"&scope=bot+applications.commands&permissions={permissions.value}"
    )

"""Identifies the user of a command, and builds the buttons below the response."""

from __future__ import annotations

import hikari

from nazh.adapters.inbound.discord.guilds.members import (
    UserInteraction,
    is_administrator,
    require_server,
)
from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.discord.ui import SECONDARY, button
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import RequestId, RoleId, UserId


def requester_of(interaction: UserInteraction | hikari.AutocompleteInteraction) -> Requester:
    """Return the user, the server, and when Discord received the interaction.

    Raises InvalidComponent in direct messages.
    """
    guild = require_server(interaction)
    member = interaction.member
    return Requester(
        request=RequestId(str(interaction.id)),
        guild=guild,
        user=UserId(interaction.user.id),
        at=interaction.created_at,
        created_at=interaction.user.created_at,
        is_administrator=is_administrator(interaction),
        roles=frozenset() if member is None else frozenset(map(RoleId, member.role_ids)),
    )


def action_button(label: str, action: str, arguments: str = "", *, style: int = SECONDARY) -> Json:
    """Return a button that runs an action of the game."""
    return button(label, context_custom_id("dominion", action, arguments), style)

"""Reads from an interaction who asks, from which server, and when."""

from __future__ import annotations

import hikari

from nazh.adapters.inbound.discord.guilds.members import (
    UserInteraction,
    is_administrator,
    require_server,
)
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

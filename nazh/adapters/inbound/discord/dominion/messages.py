"""Reads who asks for something, and builds what they are answered."""

from __future__ import annotations

from typing import Final

import hikari

from nazh.adapters.inbound.discord.guilds.members import UserInteraction
from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    ResponseType,
    action_row,
)
from nazh.adapters.inbound.discord.ui import BLUE, SECONDARY, button, embed_body
from nazh.application.dominion.ports import Requester
from nazh.domain.kernel.identity import GuildId, RequestId, UserId

_ADMINISTRATOR: Final = int(hikari.Permissions.ADMINISTRATOR)


def requester_of(interaction: UserInteraction) -> Requester:
    """Return who asks, in which server, and when Discord got the interaction."""
    assert interaction.guild_id is not None  # the commands are in servers only
    member = interaction.member
    return Requester(
        request=RequestId(str(interaction.id)),
        guild=GuildId(interaction.guild_id),
        user=UserId(interaction.user.id),
        at=interaction.created_at,
        created_at=interaction.user.created_at,
        is_administrator=member is not None and bool(int(member.permissions) & _ADMINISTRATOR),
    )


def public(text: str, *buttons: Json) -> Response:
    """Return a message for everyone."""
    return _message(text, buttons, is_private=False)


def private(text: str, *buttons: Json) -> Response:
    """Return a message that only the user who asked can see."""
    return _message(text, buttons, is_private=True)


def edited(text: str, *buttons: Json) -> Response:
    """Return a change of the message whose button was pressed."""
    rows = (action_row(buttons),) if buttons else ()
    return Response(ResponseType.EDIT, embed_body(text, rows, color=BLUE))


def action_button(label: str, action: str, arguments: str = "", *, style: int = SECONDARY) -> Json:
    """Return a button that runs an action of the game."""
    return button(label, context_custom_id("dominion", action, arguments), style)


def _message(text: str, buttons: tuple[Json, ...], *, is_private: bool) -> Response:
    rows = (action_row(buttons),) if buttons else ()
    return Response(ResponseType.MESSAGE, embed_body(text, rows, color=BLUE, is_private=is_private))

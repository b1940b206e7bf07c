"""Builds responses that are one text in an embed, with rows of buttons below."""

from __future__ import annotations

from typing import Final

import hikari

from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    ResponseType,
    action_row,
    private_response,
)
from nazh.adapters.inbound.discord.ui import embed_body

_IN_ROW: Final = 5
"""How many buttons Discord shows in a row."""


def public(text: str, *buttons: Json) -> Response:
    """Return a message for everyone."""
    return Response(ResponseType.MESSAGE, embed_body(text, _rows(buttons)))


def private(text: str, *buttons: Json) -> Response:
    """Return a message that only the user who asked can see."""
    return private_response(embed_body(text, _rows(buttons)))


def edited(text: str, *buttons: Json) -> Response:
    """Return a change of the message whose button was pressed."""
    return Response(ResponseType.EDIT, embed_body(text, _rows(buttons)))


def edited_or_private(
    interaction: hikari.PartialInteraction, text: str, *buttons: Json
) -> Response:
    """Return a change of the private message whose button was pressed, or a private message."""
    is_on_private_message = isinstance(interaction, hikari.ComponentInteraction) and bool(
        interaction.message.flags & hikari.MessageFlag.EPHEMERAL
    )
    return edited(text, *buttons) if is_on_private_message else private(text, *buttons)


def _rows(buttons: tuple[Json, ...]) -> tuple[Json, ...]:
    return tuple(
        action_row(buttons[first : first + _IN_ROW]) for first in range(0, len(buttons), _IN_ROW)
    )

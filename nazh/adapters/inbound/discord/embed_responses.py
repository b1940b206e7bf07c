"""Builds responses that are one text in an embed, with a row of buttons below."""

from __future__ import annotations

from nazh.adapters.inbound.discord.interactions.responses import (
    Json,
    Response,
    ResponseType,
    action_row,
)
from nazh.adapters.inbound.discord.ui import embed_body


def public(text: str, *buttons: Json) -> Response:
    """Return a message for everyone."""
    return Response(ResponseType.MESSAGE, embed_body(text, _rows(buttons)))


def private(text: str, *buttons: Json) -> Response:
    """Return a message that only the user who asked can see."""
    return Response(ResponseType.MESSAGE, embed_body(text, _rows(buttons), is_private=True))


def edited(text: str, *buttons: Json) -> Response:
    """Return a change of the message whose button was pressed."""
    return Response(ResponseType.EDIT, embed_body(text, _rows(buttons)))


def _rows(buttons: tuple[Json, ...]) -> tuple[Json, ...]:
    return (action_row(buttons),) if buttons else ()

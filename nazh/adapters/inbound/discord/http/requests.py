"""Parses a posted request into an interaction, or a reason to reject it."""

from __future__ import annotations

from typing import Final

import hikari
import orjson

MAX_BODY_BYTES: Final = 256 * 1024
"""Bytes in a body. Discord's have two to twenty thousand.

Its largest, a message command on a message with 4,000 characters, six thousand in embeds and as
many in a poll, buttons and names, has 200,000 if each character is escaped as 12 bytes.
"""
BODY_TIMEOUT: Final = 5.0
"""Seconds in which a body must arrive; Discord waits three seconds for the whole response."""
_PING: Final = 1
_JSON: Final = "application/json"
_PAYLOAD_ERRORS: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    hikari.UnrecognisedEntityError,
)
"""hikari's errors for a payload that differs from Discord's documentation."""


class RejectedRequest(Exception):
    """A request is not Discord's, or not current; ``reason`` is a label of metrics."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableInteraction(Exception):
    """A signed interaction cannot be parsed, because it is of a newer kind."""


def is_json(content_type: str | None) -> bool:
    """Return whether the content type is JSON; its charset is ignored, as JSON is UTF-8."""
    return (content_type or "").partition(";")[0].strip().casefold() == _JSON


def read_interaction(
    body: bytes, factory: hikari.api.EntityFactory
) -> hikari.PartialInteraction | None:
    """Return the interaction, or ``None`` for a PING. Raises UnreadableInteraction."""
    try:
        payload = orjson.loads(body)
        if payload["type"] == _PING:
            return None
        return factory.deserialize_interaction(payload)
    except _PAYLOAD_ERRORS as error:
        # The error's text is left out, because it may contain user input.
        raise UnreadableInteraction(type(error).__name__) from None

"""Requests: what somebody posted to the endpoint becomes an interaction, or a reason to say no."""

from __future__ import annotations

from typing import Final

import hikari
import orjson

MAX_BODY_BYTES: Final = 1024 * 1024
"""Bytes in a body; Discord's largest, a form with a message, have some tens of thousands."""
BODY_TIMEOUT: Final = 5.0
"""Seconds in which a body must be here; Discord itself waits three for the whole answer."""
_PING: Final = 1
_JSON: Final = "application/json"
_PAYLOAD_ERRORS: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    hikari.UnrecognisedEntityError,
)
"""What hikari raises where a payload is not what Discord documents."""


class RejectedRequest(Exception):
    """A request that is not Discord's, or not of now; ``reason`` is a word for the meter."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnreadableInteraction(Exception):
    """What Discord signed, and we cannot read: a kind of interaction that is newer than we are."""


def is_json(content_type: str | None) -> bool:
    """Whether the header says JSON; whatever it says besides, it is UTF-8."""
    return (content_type or "").partition(";")[0].strip().casefold() == _JSON


def read_interaction(
    body: bytes, factory: hikari.api.EntityFactory
) -> hikari.PartialInteraction | None:
    """Return the interaction, or ``None`` for a PING. Raises Unreadable."""
    try:
        payload = orjson.loads(body)
        if payload["type"] == _PING:
            return None
        return factory.deserialize_interaction(payload)
    except _PAYLOAD_ERRORS as error:
        # Not what was in it: somebody wrote that.
        raise UnreadableInteraction(type(error).__name__) from None

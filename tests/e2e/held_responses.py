"""Delays a response while a stopping program is observed."""

from __future__ import annotations

from localcord import Conversation, Server
from localcord.rest.faults import Fault

HELD = 3.5


def hold_response(discord: Server, conversation: Conversation) -> Fault:
    """Delay the response for three and a half seconds, and return the fault.

    The bot would give it up after four. Must be called before anything is awaited, so that
    ``asked`` is not handled yet.
    """
    return discord.faults.delay(HELD, "POST", f"/interactions/{conversation.id}/*")

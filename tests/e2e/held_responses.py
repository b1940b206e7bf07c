"""Delays a response while a stopping program is observed."""

from __future__ import annotations

from localcord import Conversation, Server
from localcord.faults import Fault

BEYOND_PATIENCE = 20.0
HELD = 3.0


def hold_response(discord: Server, asked: Conversation) -> Fault:
    """Delay the response for seven seconds, and return the fault of the first attempt.

    The bot gives up the first attempt after four seconds, and the second one is accepted after
    three. Must be called before anything is awaited, so that ``asked`` is not handled yet.
    """
    callback = f"/interactions/{asked.id}/*"
    first = discord.faults.delay(BEYOND_PATIENCE, "POST", callback)
    discord.faults.delay(HELD, "POST", callback)
    return first

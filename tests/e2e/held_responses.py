"""An answer that stays on its way while a program that was told to stop is looked at."""

from __future__ import annotations

from localcord import Conversation, Server
from localcord.faults import Fault

BEYOND_PATIENCE = 20.0
HELD = 3.0


def hold_response(discord: Server, asked: Conversation) -> Fault:
    """Keep the answer on its way for seven seconds, and return what the first try meets.

    The bot gives up the first try after four, and the second one is taken after three. To be called
    before anything is awaited: nobody has heard of ``asked`` by then.
    """
    callback = f"/interactions/{asked.id}/*"
    first = discord.faults.delay(BEYOND_PATIENCE, "POST", callback)
    discord.faults.delay(HELD, "POST", callback)
    return first

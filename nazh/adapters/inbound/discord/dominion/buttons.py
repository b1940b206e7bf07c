"""Builds the buttons of the game."""

from __future__ import annotations

from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id
from nazh.adapters.inbound.discord.interactions.responses import Json
from nazh.adapters.inbound.discord.ui import SECONDARY, button


def action_button(label: str, action: str, arguments: str = "", *, style: int = SECONDARY) -> Json:
    """Return a button that runs an action of the game."""
    return button(label, context_custom_id("dominion", action, arguments), style)

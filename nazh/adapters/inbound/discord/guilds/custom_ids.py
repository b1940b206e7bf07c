"""Creates the custom_ids of the components and modals of guilds."""

from __future__ import annotations

from nazh.adapters.inbound.discord.interactions.component_router import context_custom_id


def custom_id(action: str, arguments: str = "") -> str:
    """Return the custom_id of ``action``, at most 100 characters; ``action`` contains no colon."""
    return context_custom_id("guilds", action, arguments)

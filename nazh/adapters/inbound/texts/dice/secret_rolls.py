"""Words secret rolls. ``<@…>`` and ``<#…>`` are displayed as names and notify nobody."""

from __future__ import annotations

from nazh.adapters.inbound.texts.languages import Translator


def revealed_by(player: int, translator: Translator) -> str:
    """Return the heading of a secret roll that was revealed."""
    return translator("{player} reveals a secret roll.", player=f"<@{player}>")


def seen_by_game_master(player: int, channel: int, translator: Translator) -> str:
    """Return the heading of a secret roll in the game masters' channel."""
    return translator(
        "Secret roll by {player} in {channel}.", player=f"<@{player}>", channel=f"<#{channel}>"
    )

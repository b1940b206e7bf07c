"""What is said around a secret roll. ``<@…>`` and ``<#…>`` show as names, and call nobody."""

from __future__ import annotations

from nazh.adapters.inbound.texts.languages import Translator


def revealed_by(player: int, translator: Translator) -> str:
    """Return what stands above a secret roll that was revealed."""
    return translator("{player} reveals a secret roll.", player=f"<@{player}>")


def seen_by_game_master(player: int, channel: int, translator: Translator) -> str:
    """Return what stands above a secret roll in the channel of the game masters."""
    return translator(
        "Secret roll by {player} in {channel}.", player=f"<@{player}>", channel=f"<#{channel}>"
    )

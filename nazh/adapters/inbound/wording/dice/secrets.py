"""What is said around a secret roll. ``<@…>`` and ``<#…>`` show as names, and call nobody."""

from __future__ import annotations


def revealed_by(player: int) -> str:
    """Return what stands above a secret roll that was revealed."""
    return f"<@{player}> reveals a secret roll."


def seen_by_game_master(player: int, channel: int) -> str:
    """Return what stands above a secret roll in the channel of the game masters."""
    return f"Secret roll by <@{player}> in <#{channel}>."

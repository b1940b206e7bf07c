"""Writes the texts of secret rolls. ``<@…>`` and ``<#…>`` are shown as names and notify nobody."""

from __future__ import annotations

from typing import Final

from nazh.adapters.inbound.texts.dice.rolling.roll_lines import SMALL
from nazh.adapters.inbound.texts.languages import Translator
from nazh.domain.guilds.channel_readers import ChannelReaders
from nazh.domain.kernel.texts import N_, N_plural

_ROLES_READ: Final = N_plural(
    "Also shown in {channel}, which {count} role besides game masters can read.",
    "Also shown in {channel}, which {count} roles besides game masters can read.",
)
_ROLES_WARNING: Final = N_plural(
    "**{count} role besides game masters can read {channel}.** It would see every secret roll. "
    "Use it anyway?",
    "**{count} roles besides game masters can read {channel}.** They would see every secret roll. "
    "Use it anyway?",
)
_EVERYONE_WARNING: Final = N_(
    "**Everyone on this server can read {channel}.** They would see every secret roll. "
    "Use it anyway?"
)
_UNKNOWN_WARNING: Final = N_(
    "**I can't see {channel}**, so I can't check who reads it, or post there. Let me view it and "
    "send messages. Use it anyway?"
)


def revealed_by(player: int, translator: Translator) -> str:
    """Return the heading of a secret roll that was revealed."""
    return translator("{player} reveals a secret roll.", player=f"<@{player}>")


def seen_by_game_master(player: int, channel: int, translator: Translator) -> str:
    """Return the heading of a secret roll in the game masters' channel."""
    return translator(
        "Secret roll by {player} in {channel}.", player=f"<@{player}>", channel=f"<#{channel}>"
    )


def also_shown_in(channel: int, readers: ChannelReaders | None, translator: Translator) -> str:
    """Return the small line under a secret roll: where else it is shown, and who can read it."""
    name = f"<#{channel}>"
    if readers is None:
        line = translator("Also sent to {channel}.", channel=name)
    elif readers.everyone:
        phrase = N_("Also shown in {channel}, which everyone on this server can read.")
        line = translator(phrase, channel=name)
    elif readers.roles:
        line = translator.counted(_ROLES_READ, readers.roles, channel=name)
    else:
        line = translator("Also shown in {channel}, to game masters.", channel=name)
    return f"{SMALL}{line}"


def channel_warning(word: str, readers: ChannelReaders | None, translator: Translator) -> str:
    """Return why secret rolls should not be shown in a channel; empty if there is no reason."""
    name = f"<#{word}>"
    if readers is None or not readers.is_here:
        return translator(_UNKNOWN_WARNING, channel=name)
    if readers.everyone:
        return translator(_EVERYONE_WARNING, channel=name)
    return translator.counted(_ROLES_WARNING, readers.roles, channel=name) if readers.roles else ""

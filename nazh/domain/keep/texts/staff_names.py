"""Marks names that look like those of a game's staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nazh.domain.kernel.graphemes import cut_graphemes
from nazh.domain.kernel.look_alikes import as_latin

MARK: Final = "*"
"""Appended to a name; cleaned names never contain it."""
STAFF_NAMES: Final = (
    *("Admin", "Admins", "Administrator", "Mod", "Mods", "Moderator", "Owner", "Staff", "Support"),
    *("Server", "System", "Console", "Discord", "Bot", "GM", "Game Master", "Gamemaster", "Nazh"),
)
_MAX_LENGTH: Final = 31
"""The most grapheme clusters of a marked name, without its mark."""
_PAIRS: Final = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """Return a key of letters and digits that names share if they look alike."""
    letters = as_latin(name)
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters


_STAFF: Final = frozenset(map(skeleton, STAFF_NAMES))


def marked_name(name: str, others: Iterable[str] = ()) -> str:
    """Return a cleaned name, with MARK after it if it looks like a name of the staff.

    ``others`` are additional staff names, such as the name of the game server.
    """
    alike = skeleton(name)
    if alike in _STAFF or any(alike == skeleton(other) for other in others):
        return f"{cut_graphemes(name, _MAX_LENGTH).strip()}{MARK}"
    return name

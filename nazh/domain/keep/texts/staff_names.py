"""Marks names that read like those of a game's staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from nazh.domain.kernel.graphemes import cut_graphemes
from nazh.domain.kernel.look_alikes import as_latin

MARK: Final = "*"
"""Behind a name; a cleaned name has none of its own."""
STAFF_NAMES: Final = (
    *("Admin", "Admins", "Administrator", "Mod", "Mods", "Moderator", "Owner", "Staff", "Support"),
    *("Server", "System", "Console", "Discord", "Bot", "GM", "Game Master", "Gamemaster", "Nazh"),
)
_LONGEST: Final = 31
"""Grapheme clusters of a marked name, without its mark."""
_PAIRS: Final = (("rn", "m"), ("vv", "w"))


def skeleton(name: str) -> str:
    """Return what names have in common that look alike: letters and digits, without marks."""
    letters = as_latin(name)
    for pair, one in _PAIRS:
        letters = letters.replace(pair, one)
    return letters


_STAFF: Final = frozenset(map(skeleton, STAFF_NAMES))


def marked_name(name: str, others: Iterable[str] = ()) -> str:
    """Return a cleaned name, with MARK after it if it looks like a name of the staff.

    ``others`` are more of those names, such as that of the game server.
    """
    alike = skeleton(name)
    if alike in _STAFF or any(alike == skeleton(other) for other in others):
        return f"{cut_graphemes(name, _LONGEST).strip()}{MARK}"
    return name

"""Keeps names in right-to-left scripts from reordering the numbers and signs after them."""

from __future__ import annotations

import unicodedata
from typing import Final

_RIGHT_TO_LEFT: Final = frozenset(("R", "AL"))
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"
_CONTROLS: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Characters that reorder what follows them, up to the end of the line."""


def isolated(name: str) -> str:
    """Return a name for a place where a number or a sign follows it.

    A name with right-to-left letters is enclosed in Unicode's first strong isolate, which is
    invisible; without it, Discord would show the number on the other side of the name. Characters
    that control directions are removed, because they would show 13 as 31.
    """
    if name.isascii():
        return name
    name = name.translate(_CONTROLS)
    if _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, name)):
        return name
    return f"{_ISOLATE}{name}{_END}"


def without_isolates(text: str) -> str:
    """Return the name that ``isolated`` enclosed."""
    return text.strip(f"{_ISOLATE}{_END}")

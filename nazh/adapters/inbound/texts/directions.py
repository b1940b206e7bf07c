"""Keeps names in right-to-left scripts from reordering the numbers and signs after them."""

from __future__ import annotations

import unicodedata
from typing import Final

_RIGHT_TO_LEFT: Final = frozenset(("R", "AL"))
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"


def isolated(name: str) -> str:
    """Return a name for a place where a number or a sign follows it.

    A name with right-to-left letters is enclosed in Unicode's first strong isolate, which is
    invisible; without it, Discord would show the number on the other side of the name.
    """
    if name.isascii() or _RIGHT_TO_LEFT.isdisjoint(map(unicodedata.bidirectional, name)):
        return name
    return f"{_ISOLATE}{name}{_END}"


def without_isolates(text: str) -> str:
    """Return the name that ``isolated`` enclosed."""
    return text.strip(f"{_ISOLATE}{_END}")

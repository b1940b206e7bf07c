"""Parses the faces of physical dice, such as ``18,3,3,4,2``."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final

from nazh.adapters.inbound.cli.dice.errors import UnreadableFaces

_FACE: Final = re.compile(r"[+-]?[0-9]{1,10}").fullmatch
_SHOWN: Final = 20


def parse_faces(text: str) -> tuple[int, ...]:
    """Return the numbers between commas; white space is ignored.

    An empty text has no faces. Raises UnreadableFaces.
    """
    if not text.strip():
        return ()
    items = text.replace("−", "-").split(",")
    starts = accumulate((len(item) + 1 for item in items), initial=0)
    return tuple(_face(item, start, text) for item, start in zip(items, starts, strict=False))


def _face(item: str, start: int, text: str) -> int:
    face = item.strip()
    at = start + len(item) - len(item.lstrip())
    if not face:
        raise UnreadableFaces("A face is missing here.", start, text)
    if _FACE(face) is None:
        raise UnreadableFaces(f"“{face[:_SHOWN]}” is not a face.", at, text)
    return int(face)

"""Wraps lines at the width of a terminal, between words and between dice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_STYLE: Final = re.compile(r"\x1b\[[0-9;]*m")
_DIE: Final = r"\[(?:\x1b\[[0-9;]*m|[^\[\]\x1b])*\]"
_PIECES: Final = re.compile(rf"( *)((?:{_STYLE.pattern}|[^ \[])*(?:{_DIE}|\[)?)").findall
_HANGING: Final = 2
"""Columns by which the continuation of a line is indented."""


def wrapped(line: str, columns: int) -> Iterator[str]:
    """Yield ``line`` in parts of at most ``columns``, as far as its words allow.

    Spaces at the ends of the parts are left out. A line that is mostly indentation stays as it is.
    """
    indent = len(line) - len(line.lstrip(" "))
    if cells(line) <= columns or indent + _HANGING > columns // 2:
        yield line
        return
    part = ""
    for gap, word in _words(line, columns - indent - _HANGING):
        if part.strip() and cells(part) + gap + cells(word) > columns:
            yield part
            part = " " * (indent + _HANGING) + word
        else:
            part += " " * gap + word
    yield part


def _words(line: str, room: int) -> Iterator[tuple[int, str]]:
    """Yield each word or die with the number of spaces before it."""
    for spaces, piece in _PIECES(line.rstrip(" ")):
        if piece and cells(piece) <= room:
            yield len(spaces), piece
            continue
        gap = len(spaces)
        for word in piece.split():
            yield gap, word
            gap = 1


def cells(text: str) -> int:
    """Return how many columns ``text`` takes; styles take none, East Asian wide characters two."""
    if text.isascii() and "\x1b" not in text:
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in _STYLE.sub("", text)
        if not unicodedata.combining(character)
    )

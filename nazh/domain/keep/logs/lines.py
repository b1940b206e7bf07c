"""Splits the bytes of a log into lines, however they are cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.domain.keep.logs.grammar import LONGEST_LINE

LONGEST_BYTES: Final = 4 * LONGEST_LINE + 4
"""Bytes from which the first LONGEST_LINE characters of a line can be told."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a piece of a log, and how many bytes of it they took.

    ``is_in_line`` means that the rest of a line that is too long follows, and is not read.
    """

    texts: tuple[str, ...]
    size: int
    is_in_line: bool


def split_lines(data: bytes, *, is_in_line: bool, is_last: bool) -> Lines:
    """Return the lines that begin in ``data``, as UTF-8 with U+FFFD for what is not.

    A line without its end is left for the next piece, unless this is the last one.
    """
    start = 0
    if is_in_line:
        start = data.find(b"\n") + 1
        if not start:
            return Lines((), len(data), is_in_line=not is_last)
    end = data.rfind(b"\n") + 1
    texts = data[start:end].decode("utf-8", "replace").split("\n")[:-1] if end > start else []
    rest = data[max(start, end) :]
    is_too_long = len(rest) >= LONGEST_BYTES
    if is_too_long or (is_last and rest):
        texts.append(rest[:LONGEST_BYTES].decode("utf-8", "replace"))
        rest = b""
    cut = tuple(one if len(one) <= LONGEST_LINE else one[:LONGEST_LINE] for one in texts)
    return Lines(cut, len(data) - len(rest), is_in_line=is_too_long and not is_last)

"""Splits the bytes of a log into lines, regardless of how they are chunked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nazh.domain.keep.logs.grammar import LONGEST_LINE

LONGEST_BYTES: Final = 4 * LONGEST_LINE + 4
"""Bytes that contain at least the first LONGEST_LINE characters of a line."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines in a chunk of a log, and how many of its bytes they used.

    ``is_in_line`` means that the rest of an overlong line follows, which is skipped.
    """

    texts: tuple[str, ...]
    size: int
    is_in_line: bool


def split_lines(data: bytes, *, is_in_line: bool, is_last: bool) -> Lines:
    """Return the lines that begin in ``data``, decoded as UTF-8 with U+FFFD for invalid bytes.

    An incomplete line is left for the next chunk, unless this is the last one.
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
    cut = tuple(text if len(text) <= LONGEST_LINE else text[:LONGEST_LINE] for text in texts)
    return Lines(cut, len(data) - len(rest), is_in_line=is_too_long and not is_last)

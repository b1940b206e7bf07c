"""Defines how far a log file has been read, and recognizes the file later."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

TAIL: Final = 256
"""Bytes before a position that identify its file."""


@dataclass(frozen=True, slots=True)
class LogPosition:
    """How far a file has been read.

    ``file`` identifies the file on its machine until it is deleted, even if it is renamed. ``tail``
    is the hash of the last bytes before ``offset``.
    """

    file: str
    offset: int
    tail: str

    def is_after(self, before: bytes) -> bool:
        """Return whether ``before`` are the bytes up to this position, TAIL or more if any."""
        return self.tail == tail_of(before)


def tail_of(before: bytes) -> str:
    """Return the hash of the last TAIL bytes."""
    return sha256(before[-TAIL:]).hexdigest()


def position_after(file: str, offset: int, before: bytes, read: bytes) -> LogPosition:
    """Return the position after ``read``, which starts at ``offset`` and follows ``before``."""
    return LogPosition(file, offset + len(read), tail_of(before[-TAIL:] + read[-TAIL:]))

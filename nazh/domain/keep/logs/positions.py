"""Defines how far a log has been read, and whether a file is the one that was read."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

TAIL: Final = 256
"""Bytes before a position by which its file is recognised."""


@dataclass(frozen=True, slots=True)
class LogPosition:
    """The end of what was read of a file.

    ``file`` identifies the file on its machine as long as it is not deleted, also after it was
    renamed. ``tail`` is the hash of the last bytes before ``offset``.
    """

    file: str
    offset: int
    tail: str

    def is_after(self, before: bytes) -> bool:
        """Return whether ``before`` are the bytes up to this position, at least TAIL if any."""
        return self.tail == tail_of(before)


def tail_of(before: bytes) -> str:
    """Return the hash of the last TAIL bytes."""
    return sha256(before[-TAIL:]).hexdigest()


def position_after(file: str, offset: int, before: bytes, read: bytes) -> LogPosition:
    """Return the position after ``read``, which follows ``before`` at the offset of a file."""
    return LogPosition(file, offset + len(read), tail_of(before[-TAIL:] + read[-TAIL:]))

"""Reads a game's log over its console, which returns the latest lines on request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from nazh.application.keep.logs.ports import LogPiece
from nazh.domain.keep.game_lines import last_lines, reply_lines
from nazh.domain.keep.logs.overlap import overlap
from nazh.domain.keep.logs.positions import LogPosition

MAX_WAITING: Final = 1 << 20
"""Bytes that may wait to be stored; beyond that, the oldest lines are dropped."""
MAX_LINES: Final = 10_000
"""Lines of one reply that are read, many more than games show; the oldest are dropped."""
_FILE: Final = "console"


class ConsoleLog:
    """Satisfies ``LogSource``. ``ask`` returns the last lines, and raises LogUnreadable.

    Lines that were returned before are skipped. New lines are held until their position comes
    back, because a game may send each line only once. After a restart the latest lines are returned
    again; the store recognises their events.
    """

    def __init__(self, ask: Callable[[], Awaitable[str]]) -> None:
        self._ask = ask
        self._last: list[str] = []
        self._waiting = b""
        self._read = 0
        self._given: LogPosition | None = None

    @property
    def is_exclusive(self) -> bool:
        """Whether only one process may read at a time."""
        return True

    async def read(self, after: LogPosition | None) -> LogPiece:
        """Return the new lines. Raises LogUnreadable."""
        is_continued = after is not None and after == self._given
        if is_continued:
            self._read += len(self._waiting)
            self._waiting = b""
        lines = reply_lines(last_lines(await self._ask(), MAX_LINES))
        known = overlap(self._last, lines)
        if lines:
            self._last = lines
        new = "".join(f"{line}\n" for line in lines[known:]).encode("utf-8", "replace")
        self._waiting = _last_lines(self._waiting + new)
        piece = LogPiece(
            _FILE,
            self._read,
            b"",
            self._waiting,
            is_continued=is_continued,
            is_last=True,
        )
        self._given = piece.position_after(len(self._waiting))
        return piece


def _last_lines(data: bytes) -> bytes:
    """Return the last complete lines, at most MAX_WAITING bytes."""
    if len(data) <= MAX_WAITING:
        return data
    return data[data.find(b"\n", len(data) - MAX_WAITING) + 1 :]

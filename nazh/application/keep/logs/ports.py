"""Defines the ports for reading logs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from nazh.domain.keep.logs.events import LogEvent, ServerStarted
from nazh.domain.keep.logs.positions import LogPosition, position_after
from nazh.domain.keep.logs.reading import ReadingState
from nazh.domain.keep.logs.sessions import SessionOutcome
from nazh.domain.keep.servers import GameServer, GameServerId


class LogTrouble(Enum):
    """Why a log cannot be read. The values are labels of a metric."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    NOT_A_FILE = "not_a_file"
    FAILED = "failed"
    NO_COMMAND = "no_command"
    NO_REPLY = "no_reply"


class LogUnreadable(Exception):
    """A log that cannot be read now; it may be readable later."""

    def __init__(self, trouble: LogTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class LogPiece:
    """Bytes of a file from ``offset``, empty if there is nothing new.

    ``before`` are the preceding bytes, as many as identify a position. Unless ``is_continued``, the
    position was not found, and the log is read from its start. ``is_last`` means that nothing more
    will be written to this file.
    """

    file: str
    offset: int
    before: bytes
    data: bytes
    is_continued: bool
    is_last: bool

    def position_after(self, size: int) -> LogPosition:
        """Return the position after the first ``size`` bytes."""
        return position_after(self.file, self.offset, self.before, self.data[:size])


class LogSource(Protocol):
    """The log of one game server."""

    @property
    def is_exclusive(self) -> bool:
        """Whether only one process may read at a time, because reading loads the game."""
        ...

    async def read(self, after: LogPosition | None) -> LogPiece:
        """Return the chunk after a position, or the start of the log. Raises LogUnreadable.

        The rest of a file that was renamed, or copied and truncated, comes first.
        """
        ...


@dataclass(frozen=True, slots=True)
class LogCursor:
    """How far the log of a game server has been read and stored. ``version`` counts the changes.

    ``samples`` are some lines that the grammar does not match.
    """

    version: int
    position: LogPosition
    state: ReadingState
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogBatch:
    """The events of a chunk of a log, and how far the log has been read with it."""

    position: LogPosition
    state: ReadingState
    samples: tuple[str, ...]
    events: tuple[LogEvent | ServerStarted, ...]


@dataclass(frozen=True, slots=True)
class SavedBatch:
    """The result of storing a batch."""

    cursor: LogCursor
    sessions: Mapping[SessionOutcome, int]


class LogStore(Protocol):
    """Stores events and play sessions. Each call raises ``Unavailable``."""

    async def servers(self, ids: Collection[GameServerId] | None = None) -> tuple[GameServer, ...]:
        """Return the game servers of all guilds, or those with these ids."""
        ...

    async def cursor(self, server: GameServerId) -> LogCursor | None:
        """Return how far the log of a server has been read, or ``None`` if never."""
        ...

    async def save(
        self, server: GameServer, before: LogCursor | None, batch: LogBatch
    ) -> SavedBatch | None:
        """Store a batch with its events, sessions and cursor, atomically.

        Events already stored are skipped. Returns ``None`` and stores nothing if the cursor is no
        longer ``before``.
        """
        ...

    async def prune(self, before: datetime) -> None:
        """Delete older events, and all log data of removed game servers."""
        ...

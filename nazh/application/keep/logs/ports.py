"""Defines the ports of reading logs."""

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
    """A log that cannot be read now, but perhaps later."""

    def __init__(self, trouble: LogTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class LogPiece:
    """Bytes of a file from ``offset`` on; none if there is nothing new.

    ``before`` are the bytes before them, as many as a position is recognised by. Unless
    ``is_continued``, the position was not found, and the log is read from its start. ``is_last``
    says that nothing more is written to this file.
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
        """Whether only one process may read at a time, because a reading costs the game."""
        ...

    async def read(self, after: LogPosition | None) -> LogPiece:
        """Return what follows a position, or the start of the log. Raises LogUnreadable.

        What was written to a file before it was renamed, or copied and truncated, comes first.
        """
        ...


@dataclass(frozen=True, slots=True)
class LogCursor:
    """How far the log of a game server has been read and stored. ``version`` counts the changes.

    ``samples`` are some lines that the grammar does not know.
    """

    version: int
    position: LogPosition
    state: ReadingState
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogBatch:
    """The events of a piece of a log, and how far it has been read with them."""

    position: LogPosition
    state: ReadingState
    samples: tuple[str, ...]
    events: tuple[LogEvent | ServerStarted, ...]


@dataclass(frozen=True, slots=True)
class SavedBatch:
    """What storing a batch has changed."""

    cursor: LogCursor
    sessions: Mapping[SessionOutcome, int]


class LogStore(Protocol):
    """Stores events, and who played when. Each call raises ``Unavailable``."""

    async def servers(self, ids: Collection[GameServerId] | None = None) -> tuple[GameServer, ...]:
        """Return the game servers of all guilds, or those of them with these ids."""
        ...

    async def cursor(self, server: GameServerId) -> LogCursor | None:
        """Return how far the log of a server has been read, or ``None`` if it never was."""
        ...

    async def save(
        self, server: GameServer, before: LogCursor | None, batch: LogBatch
    ) -> SavedBatch | None:
        """Store a batch with its events, sessions and cursor, or nothing of it.

        Events that are stored already are left out. Returns ``None`` and stores nothing if the
        cursor is not ``before`` any more.
        """
        ...

    async def prune(self, before: datetime) -> None:
        """Delete older events, and everything that was read of game servers that are removed."""
        ...

"""Defines the events in the log of a game."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final


class EventKind(Enum):
    """The kind of a log line. ``ECHO`` lines are messages sent over the console."""

    JOIN = "join"
    LEAVE = "leave"
    CHAT = "chat"
    ADMIN = "admin"
    TRIBE = "tribe"
    KILL = "kill"
    TAME = "tame"
    DEMOLISH = "demolish"
    DECAY = "decay"
    LIFECYCLE = "lifecycle"
    ECHO = "echo"
    UNKNOWN = "unknown"


STORED_KINDS: Final = frozenset(
    {EventKind.JOIN, EventKind.LEAVE, EventKind.CHAT, EventKind.ADMIN, EventKind.TRIBE}
)
"""Kinds of events that are stored. Lines of other kinds are only counted."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A log line of a stored kind.

    ``key`` is the same whenever the line is read again. ``name`` is the name of a player or tribe
    as the game wrote it, and ``player`` the player's id; both are empty if the line has none.
    """

    key: str
    kind: EventKind
    at: datetime
    name: str = ""
    player: str = ""
    platform: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class ServerStarted:
    """The game server started at ``at``. Its previous run was last seen at ``seen_until``."""

    at: datetime
    seen_until: datetime

"""Defines what the log of a game tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final


class EventKind(Enum):
    """What a line of a log is about. ``ECHO`` is what was said over the console."""

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
"""Kinds of events that are stored. Lines of the others are counted."""


@dataclass(frozen=True, slots=True)
class LogEvent:
    """A line of a kind that is stored.

    ``key`` is the same whenever the line is read again. ``name`` is of a player or a tribe, as the
    game wrote it, and ``player`` the player's id, if the line has them.
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
    """The game server has started at ``at``. It is known to have run until ``seen_until``."""

    at: datetime
    seen_until: datetime

"""Defines bridges, which show the chat of a game server in a channel of Discord."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.domain.keep.errors import BridgePaused
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.identity import ChannelId

MOST_WAITING: Final = 1_000
"""Lines of a bridge that wait to be posted; of more than these, the oldest are dropped."""
MOST_MUTED: Final = 500
"""Muted users of a guild."""
LISTENER_LEASE: Final = timedelta(seconds=15)
"""How long a process that says messages may be silent until another one takes over."""


class StopReason(Enum):
    """Why nothing is posted any more, until a manager links the channel anew."""

    NO_CHANNEL = "no_channel"
    NO_PERMISSION = "no_permission"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Bridge:
    """The channel of a game server, and how many lines wait to be posted there.

    ``is_two_way`` if what is written in the channel is said in the game. While it is paused, which
    it has been since ``paused_at``, nothing crosses in either direction, or waits to.
    """

    server: GameServer
    channel: ChannelId
    waiting: int = 0
    stopped: StopReason | None = None
    is_two_way: bool = True
    paused_at: datetime | None = None

    def check_running(self) -> None:
        """Raise BridgePaused while the bridge is paused."""
        if self.paused_at is not None:
            raise BridgePaused(name=self.server.name)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A line that has been heard and not posted. Numbers grow in the order of hearing."""

    number: int
    line: GameLine


@dataclass(frozen=True, slots=True)
class WaitingLines:
    """The oldest lines of a bridge.

    If a post was begun, ``is_begun`` and these are exactly its lines: whether Discord has got it is
    not known.
    """

    lines: tuple[WaitingLine, ...]
    is_begun: bool = False


class ListenerState(Enum):
    """Whether messages of linked channels are said in the games.

    ``NO_INTENT`` is a process that may read only messages which mention the bot.
    """

    READY = "ready"
    NO_INTENT = "no_intent"
    ABSENT = "absent"

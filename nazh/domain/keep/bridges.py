"""Defines bridges, which relay chat between a game server and a Discord channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from nazh.domain.keep.errors import BridgePaused
from nazh.domain.keep.game_lines import GameLine
from nazh.domain.keep.servers import GameServer
from nazh.domain.kernel.identity import ChannelId

MAX_WAITING: Final = 1_000
"""The most lines of a bridge waiting to be posted; beyond this, the oldest are dropped."""
MAX_MUTED: Final = 500
"""The most muted users of a guild."""
LISTENER_LEASE: Final = timedelta(seconds=15)
"""How long the process that relays messages may be silent before another one takes over."""


class StopReason(Enum):
    """Why posting has stopped until a manager links the channel again."""

    NO_CHANNEL = "no_channel"
    NO_PERMISSION = "no_permission"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Bridge:
    """The channel linked to a game server, and how many lines wait to be posted there.

    If ``is_two_way``, messages in the channel are relayed to the game. While the bridge is paused
    (since ``paused_at``), nothing is relayed or queued in either direction.
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
    """A line that has been received but not posted. Numbers increase in the order of receipt."""

    number: int
    line: GameLine


@dataclass(frozen=True, slots=True)
class WaitingLines:
    """The oldest waiting lines of a bridge, to be posted in ``channel``; ``None`` without lines.

    If ``is_begun``, a post of exactly these lines was started, and it is unknown whether Discord
    received it.
    """

    lines: tuple[WaitingLine, ...]
    channel: ChannelId | None = None
    is_begun: bool = False


class ListenerState(Enum):
    """Whether messages in linked channels are relayed to the games.

    ``NO_INTENT`` means the process can only read messages that mention the bot.
    """

    READY = "ready"
    NO_INTENT = "no_intent"
    ABSENT = "absent"

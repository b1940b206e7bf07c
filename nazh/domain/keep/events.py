"""Events about game servers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from nazh.domain.keep.logs.events import EventKind
from nazh.domain.keep.logs.sessions import SessionOutcome
from nazh.domain.keep.servers import GameServerId
from nazh.domain.kernel.events import Event
from nazh.domain.kernel.identity import GuildId


@dataclass(frozen=True, slots=True)
class CommandEnded(Event):
    """A command for a console has ended: ``ok``, or with the code of a refusal.

    ``profile`` is the name of the game's profile, and ``seconds`` the time to the reply, if any.
    """

    profile: str
    outcome: str
    seconds: float | None = None


class ChatDirection(Enum):
    """Where a line of chat goes."""

    TO_DISCORD = "to_discord"
    TO_GAME = "to_game"


@dataclass(frozen=True, slots=True)
class ChatRelayed(Event):
    """Lines of chat were relayed (``ok``), or were not for a reason in one word."""

    direction: ChatDirection
    outcome: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class LogRead(Event):
    """A piece of a log was read. Counts its lines by kind, and what they did to sessions."""

    lines: Mapping[EventKind, int]
    sessions: Mapping[SessionOutcome, int]


@dataclass(frozen=True, slots=True)
class ServerTried(Event):
    """The console of a game server was tried, and the server answered or did not."""

    guild: GuildId
    server: GameServerId
    is_answering: bool

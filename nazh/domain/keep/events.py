"""Defines the events of game servers."""

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
    """A console command has ended. ``outcome`` is ``ok`` or the code of a refusal.

    ``profile`` is the name of the game's profile, and ``seconds`` the time until the reply, if any.
    """

    profile: str
    outcome: str
    seconds: float | None = None


class ChatDirection(Enum):
    """The direction in which a line of chat is relayed."""

    TO_DISCORD = "to_discord"
    TO_GAME = "to_game"


@dataclass(frozen=True, slots=True)
class ChatRelayed(Event):
    """Lines of chat were relayed or dropped. ``outcome`` is ``ok`` or the reason in one word."""

    direction: ChatDirection
    outcome: str
    lines: int = 1


@dataclass(frozen=True, slots=True)
class LogRead(Event):
    """A chunk of a log was read. Counts its lines by kind, and their effects on sessions."""

    lines: Mapping[EventKind, int]
    sessions: Mapping[SessionOutcome, int]


@dataclass(frozen=True, slots=True)
class ServerTried(Event):
    """A request was sent to the console of a game server."""

    guild: GuildId
    server: GameServerId
    is_answering: bool

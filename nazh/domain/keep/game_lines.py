"""Defines what is heard from a game: its chat, and who joins and leaves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class LineKind(Enum):
    """What happened in the game."""

    CHAT = "chat"
    JOINED = "joined"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class GameLine:
    """Something that a player said or did. ``text`` is empty unless it is chat.

    Both texts are as the game gave them.
    """

    kind: LineKind
    author: str
    text: str = ""

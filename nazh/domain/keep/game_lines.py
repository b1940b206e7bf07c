"""Defines the lines received from a game, which are chat, joins and leaves, or parts of a reply."""

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
    """Something a player said or did. ``text`` is empty unless it is chat.

    Both texts are exactly as the game sent them.
    """

    kind: LineKind
    author: str
    text: str = ""


def reply_lines(text: str) -> list[str]:
    """Return the lines of a reply, which only line feeds end.

    Players can write other characters that separate lines in Unicode, such as U+2028.
    """
    lines = text.removesuffix("\n").split("\n") if text else []
    return [line.removesuffix("\r") for line in lines]


def first_lines(text: str, most: int) -> str:
    """Return at most the first ``most`` lines of a reply."""
    return "\n".join(text.split("\n", most)[:most])


def last_lines(text: str, most: int) -> str:
    """Return at most the last ``most`` lines of a reply."""
    return "\n".join(text.removesuffix("\n").rsplit("\n", most)[-most:])

"""Reads chat, joins and leaves from the lines of Teeworlds' console."""

from __future__ import annotations

import re
from typing import Final

from nazh.domain.keep.game_lines import GameLine, LineKind

_STAMP: Final = r"\[[0-9:]{8}\]"
_CHAT: Final = re.compile(rf"{_STAMP}\[chat\]: 1:(?P<client>[0-9]{{1,2}}):(?P<rest>.{{1,1024}})")
_ENTERED: Final = re.compile(
    rf"{_STAMP}\[server\]: player has entered the game\. "
    r"ClientID=(?P<client>[0-9]{1,2}) .{0,100}"
)
_LEFT: Final = re.compile(
    rf"{_STAMP}\[game\]: leave player='(?P<client>[0-9]{{1,2}}):(?P<name>.{{0,64}})'"
)
_STATUS: Final = re.compile(
    rf"{_STAMP}\[server\]: id=(?P<client>[0-9]{{1,2}}) addr=.{{1,60}} name='(?P<name>.{{0,64}})' "
    r"score=.{0,60}"
)


class TeeworldsEvents:
    """Tracks the names of a game's clients.

    The line about a client entering has no name, so the join is reported once the name is known:
    from the reply to ``status``, or from the first line of chat.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._entered: set[str] = set()

    def read(self, line: bytes) -> tuple[GameLine, ...]:
        """Return the events in a line; most lines have none."""
        text = line.decode("utf-8", "replace")
        if match := _CHAT.fullmatch(text):
            return self._chat(match["client"], match["rest"])
        if match := _STATUS.fullmatch(text):
            return self._named(match["client"], match["name"])
        if match := _LEFT.fullmatch(text):
            return self._left(match["client"], match["name"])
        # After a map change, connected clients enter again.
        if (match := _ENTERED.fullmatch(text)) and match["client"] not in self._names:
            self._entered.add(match["client"])
        return ()

    def _chat(self, client: str, rest: str) -> tuple[GameLine, ...]:
        name = self._names.get(client, "")
        if not name or not rest.startswith(f"{name}: "):
            name = rest.partition(": ")[0]
        chat_line = GameLine(LineKind.CHAT, name, rest[len(name) + 2 :])
        return (*self._named(client, name), chat_line)

    def _named(self, client: str, name: str) -> tuple[GameLine, ...]:
        self._names[client] = name
        if client not in self._entered:
            return ()
        self._entered.remove(client)
        return (GameLine(LineKind.JOINED, name),)

    def _left(self, client: str, name: str) -> tuple[GameLine, ...]:
        joined = self._named(client, name) if client in self._entered else ()
        known = self._names.pop(client, None)
        return () if known is None else (*joined, GameLine(LineKind.LEFT, name))

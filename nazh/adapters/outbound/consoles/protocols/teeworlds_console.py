"""Speaks the lines of Teeworlds' external console."""

from __future__ import annotations

import re
from collections import deque
from typing import Final

from nazh.adapters.outbound.consoles.faults import ConnectionEnded, Garbled
from nazh.adapters.outbound.consoles.protocols.protocol import RawReply
from nazh.adapters.outbound.consoles.protocols.teeworlds_events import TeeworldsEvents
from nazh.adapters.outbound.consoles.wire import Wire
from nazh.domain.keep.consoles.errors import AuthRejected
from nazh.domain.keep.consoles.passwords import Password
from nazh.domain.keep.game_lines import GameLine, LineKind

_LINE_END: Final = re.compile(rb"\r?\n\0*")
_LONGEST_LINE: Final = 1 << 16
_PROMPT: Final = b"Enter password:"
_ACCEPTED: Final = b"Authentication successful."
_WRONG: Final = b"Wrong password"
_ECHO_OF_COMMAND: Final = re.compile(rb"\[[^]]*\]\[server\]: cid=\d+ cmd='")
"""Begins the line that the server logs before it runs a command, unless its log is off."""
_ECHO: Final = re.compile(rb"\[[^]]*\]\[Console\]: (?P<word>nazh-[0-9]+)")
"""The whole line of an echo; a line of chat may end like it."""


class TeeworldsConsole:
    """One connection to an external console.

    The console does not mark the end of a reply, so each command is followed by ``echo`` with a
    unique word. Log lines in between are part of the reply, except those about what players do.
    """

    def __init__(self) -> None:
        self._unread = b""
        self._lines: deque[bytes] = deque()
        self._count = 0
        self._events = TeeworldsEvents()

    async def authenticate(self, wire: Wire, password: Password) -> None:
        # A server that has another connection from this address closes it before the prompt.
        while not (await self._next(wire)).startswith(_PROMPT):
            pass
        try:
            wire.write(password.reveal().encode() + b"\n")
            while not (line := await self._next(wire)).startswith(_ACCEPTED):
                if line.startswith(_WRONG):
                    raise AuthRejected
        except ConnectionEnded:
            raise AuthRejected(is_ambiguous=True) from None

    async def run(self, wire: Wire, command: str) -> RawReply:
        self._count += 1
        word = b"nazh-%d" % self._count
        sent = command.encode("utf-8", "replace")
        wire.write(sent + b"\necho " + word + b"\n")
        lines: list[bytes] = []
        game_lines: list[GameLine] = []
        while _echoed_word(line := await self._next(wire)) != word:
            events = self._events.read(line)
            game_lines.extend(events)
            if _ECHO_OF_COMMAND.match(line) and line.endswith(b" cmd='%b'" % sent):
                lines.clear()  # the lines so far precede the command
            elif not _ECHO_OF_COMMAND.match(line) and not any(map(_is_of_log, events)):
                lines.append(line)
        return RawReply(b"\n".join(lines), len(lines), tuple(game_lines))

    async def _next(self, wire: Wire) -> bytes:
        while not self._lines:
            *complete, self._unread = _LINE_END.split(self._unread + await wire.read())
            if len(self._unread) > _LONGEST_LINE:
                raise Garbled("a line without an end")
            self._lines.extend(line.lstrip(b"\0") for line in complete)
        return self._lines.popleft()


def _echoed_word(line: bytes) -> bytes | None:
    match = _ECHO.fullmatch(line)
    return None if match is None else match["word"]


def _is_of_log(line: GameLine) -> bool:
    """Return whether the line is from the log; joins are found in replies."""
    return line.kind is not LineKind.JOINED

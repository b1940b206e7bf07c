"""Simulates the console of an ARK server, with its known traps, on a real socket.

An empty frame precedes the answer to the password, a keep-alive frame precedes every reply, long
replies come in pieces, an empty command is not answered, most commands have no reply of their own,
and ``GetChat`` empties the buffer. It was not compared with a real server.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Sequence
from typing import Final

from nazh.adapters.outbound.consoles.faults import Garbled
from nazh.adapters.outbound.consoles.protocols.rcon_frames import (
    AUTH,
    AUTH_RESPONSE,
    EXECUTE,
    REJECTED_ID,
    RESPONSE,
    Frame,
    FrameReader,
    encode_frame,
)
from nazh.domain.keep.consoles.passwords import Password

PLAYERS: Final = ("Pebble", "River Fern", "Ольха")
NO_RESPONSE: Final = "Server received, But no response!! \n "
_KEEP_ALIVE: Final = Frame(0, RESPONSE, b"Keep Alive")
_PIECE: Final = 4_096
_LOG_LINES: Final = 300
_FIRST_CHAT: Final = ("Pebble (Ash): hello everyone", "River Fern (Fern): who has metal?")


class SimulatedArk:
    """One world, whose console accepts any number of connections; ``chat`` was said before.

    ``on_said`` is called with each message from a console to the players.
    """

    def __init__(
        self,
        password: Password,
        on_said: Callable[[str], None] = lambda _: None,
        chat: Sequence[str] = _FIRST_CHAT,
    ) -> None:
        self._password = password
        self._on_said = on_said
        self._chat = list(chat)
        self._log = [
            f"2026.06.25_18.{n // 60 % 60:02d}.{n % 60:02d}: Pebble (Ash): line {n}"
            for n in range(_LOG_LINES)
        ]
        self._connections: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen, and return the port. Raises OSError."""
        self._server = await asyncio.start_server(self._serve, host, port)
        chosen: int = self._server.sockets[0].getsockname()[1]
        return chosen

    async def stop(self) -> None:
        """Close the port and all connections."""
        if self._server is not None:
            self._server.close()
        for writer in self._connections:
            writer.transport.abort()

    def say(self, line: str) -> None:
        """Add a line to the chat, as a player would."""
        self._chat.append(line)

    def write_log(self, line: str) -> None:
        """Add a line to the log, whose last lines the console shows."""
        self._log = [*self._log, line][-_LOG_LINES:]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections.add(writer)
        frames = FrameReader()
        is_authenticated = False
        try:
            while received := await reader.read(_PIECE):
                for frame in frames.feed(received):
                    if frame.type == AUTH:
                        is_authenticated = self._authenticate(writer, frame)
                    elif frame.type == EXECUTE and is_authenticated:
                        self._execute(writer, frame)
                await writer.drain()
        except (ConnectionError, Garbled):
            pass
        finally:
            self._connections.discard(writer)
            writer.close()

    def _authenticate(self, writer: asyncio.StreamWriter, frame: Frame) -> bool:
        is_right = hmac.compare_digest(frame.body, self._password.reveal().encode())
        answer_id = frame.id if is_right else REJECTED_ID
        writer.write(encode_frame(Frame(frame.id, RESPONSE, b"")))
        writer.write(encode_frame(Frame(answer_id, AUTH_RESPONSE, b"")))
        return is_right

    def _execute(self, writer: asyncio.StreamWriter, frame: Frame) -> None:
        if not frame.body:
            return
        writer.write(encode_frame(_KEEP_ALIVE))
        reply = self._reply(frame.body.decode("utf-8", "replace")).encode()
        for start in range(0, len(reply), _PIECE):
            piece = reply[start : start + _PIECE]
            writer.write(encode_frame(Frame(frame.id, RESPONSE, piece)))

    def _reply(self, command: str) -> str:
        verb, _, rest = command.partition(" ")
        match verb.casefold():
            case "listplayers":
                rows = (f"{n}. {name}, {n:032x}" for n, name in enumerate(PLAYERS))
                return "\n".join(rows) + "\n"
            case "getchat" if self._chat:
                lines, self._chat = self._chat, []
                return "\n".join(lines) + "\n"
            case "serverchat":
                self._chat.append(f"SERVER: {rest}")
                self._on_said(rest)
            case "getgamelog":
                return "".join(f"{line}\n" for line in self._log)
            case _:
                pass
        return NO_RESPONSE

"""A player of Teeworlds 0.7 without screen: enters a game, talks and leaves.

It sends what a client sends, in its order, and reads only the answers to the handshake. A server
drops a client that acknowledges nothing after 10 seconds, so the player must leave before.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from tests.game_servers import HOST

_CONTROL: Final = 1
_CONNECT, _CLOSE, _TOKEN = b"\x01", b"\x04", b"\x05"
_OWN_TOKEN, _NO_TOKEN = b"\x01\x02\x03\x04", b"\xff" * 4
_HEADER: Final = 7
_PADDING: Final = bytes(508)
_SYSTEM, _GAME = 1, 0
_INFO, _READY, _ENTER = 1, 18, 19
_SAY, _START_INFO = 24, 27
_VERSION: Final = "0.7 802f1be60a05665f"
_CLIENT_VERSION: Final = 0x0705
_SKIN_PARTS: Final = 6
_TO_ALL, _TO_TEAM = 1, 2
_TIMEOUT: Final = 20.0
_STEP: Final = 0.2
"""Seconds between messages, more than a tick of the server."""


class TeeworldsPlayer:
    """A player who is in the game."""

    def __init__(self, port: int, name: str) -> None:
        self._sequence = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(_TIMEOUT)
        self._socket.connect((HOST, port))
        self._token = _NO_TOKEN
        self._control(_TOKEN + _OWN_TOKEN + _PADDING)
        self._token = self._socket.recv(2_000)[_HEADER + 1 :][:4]
        self._control(_CONNECT + _OWN_TOKEN + _PADDING)
        self._socket.recv(2_000)
        self._send(_SYSTEM, _INFO, _text(_VERSION) + _text("") + _number(_CLIENT_VERSION))
        self._send(_SYSTEM, _READY, b"")
        skin = _text("standard") * _SKIN_PARTS + _number(0) * (2 * _SKIN_PARTS)
        self._send(_GAME, _START_INFO, _text(name) + _text("") + _number(-1) + skin)
        self._send(_SYSTEM, _ENTER, b"")

    def say(self, text: str, *, to_team: bool = False) -> None:
        """Say something; the server ignores more than one line a second."""
        where = _number(_TO_TEAM if to_team else _TO_ALL)
        self._send(_GAME, _SAY, where + _number(-1) + _text(text))

    def leave(self) -> None:
        """Leave the game."""
        self._control(_CLOSE + _text("bye"))
        self._socket.close()

    def _control(self, content: bytes) -> None:
        self._socket.send(bytes((_CONTROL << 2, 0, 0)) + self._token + content)

    def _send(self, kind: int, message: int, content: bytes) -> None:
        self._sequence += 1
        body = _number(message << 1 | kind) + content
        head = (
            1 << 6 | len(body) >> 6,
            len(body) & 0x3F | self._sequence >> 2 & 0xC0,
            self._sequence & 0xFF,
        )
        self._socket.send(bytes((0, 0, 1)) + self._token + bytes(head) + body)
        time.sleep(_STEP)


@contextmanager
def teeworlds_player(port: int, name: str) -> Iterator[TeeworldsPlayer]:
    """Let a player enter the game at ``port``, and leave in the end."""
    player = TeeworldsPlayer(port, name)
    try:
        yield player
    finally:
        player.leave()


def _text(text: str) -> bytes:
    return text.encode() + b"\0"


def _number(number: int) -> bytes:
    """Return a number in the packing of Teeworlds: a sign, 6 bits, then 7 bits a byte."""
    sign, rest = (0x40, ~number) if number < 0 else (0, number)
    packed, byte = bytearray(), sign | rest & 0x3F
    rest >>= 6
    while rest:
        packed.append(byte | 0x80)
        byte, rest = rest & 0x7F, rest >> 7
    packed.append(byte)
    return bytes(packed)

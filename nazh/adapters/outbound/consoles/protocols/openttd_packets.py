"""Encodes and reads the packets of OpenTTD's admin port. Pure: bytes in, packets out.

A packet is its whole length (16-bit, little-endian), a type (one byte), and its content. Texts end
with a NUL.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from struct import Struct
from typing import Final

from nazh.adapters.outbound.consoles.faults import Garbled

_HEAD: Final = Struct("<HB")
_FREQUENCY: Final = Struct("<HH")
_POLL: Final = Struct("<BI")
_CLIENTS, _CHAT = 1, 5
"""Kinds of updates."""
_AUTOMATIC: Final = 0x40
_ALL: Final = 0xFFFF_FFFF
COLOUR: Final = 2
"""Bytes before the text of a line of a reply."""


class Request(IntEnum):
    """The types of packets to the admin port."""

    JOIN = 0
    UPDATE_FREQUENCY = 2
    POLL = 3
    RCON = 5


class Answer(IntEnum):
    """The types of packets from the admin port that are read; others are skipped."""

    FULL = 100
    BANNED = 101
    ERROR = 102
    WELCOME = 104
    SHUTDOWN = 106
    CLIENT_JOIN = 108
    CLIENT_INFO = 109
    CLIENT_UPDATE = 110
    CLIENT_QUIT = 111
    CLIENT_ERROR = 112
    CHAT = 119
    RCON = 120
    RCON_END = 125


WRONG_PASSWORD: Final = 10
"""The code in an ERROR packet."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet without its length."""

    type: int
    content: bytes


def encode_request(request: Request, *texts: str) -> bytes:
    """Return the bytes of a request with texts."""
    content = b"".join(text.encode("utf-8", "replace") + b"\0" for text in texts)
    return _encode(request, content)


def encode_subscription() -> bytes:
    """Return the bytes of requests for updates on chat and clients, and for the current clients."""
    return b"".join(
        (
            _encode(Request.UPDATE_FREQUENCY, _FREQUENCY.pack(_CLIENTS, _AUTOMATIC)),
            _encode(Request.UPDATE_FREQUENCY, _FREQUENCY.pack(_CHAT, _AUTOMATIC)),
            _encode(Request.POLL, _POLL.pack(_CLIENTS, _ALL)),
        )
    )


def _encode(request: Request, content: bytes) -> bytes:
    return _HEAD.pack(_HEAD.size + len(content), request) + content


class PacketReader:
    """Splits a stream of bytes, received in arbitrary pieces, into packets."""

    __slots__ = ("_unread",)

    def __init__(self) -> None:
        self._unread = bytearray()

    def feed(self, received: bytes) -> list[Packet]:
        """Return the packets that are complete now. Raises Garbled if the bytes are not packets."""
        unread = self._unread
        unread += received
        packets: list[Packet] = []
        start = 0
        while len(unread) - start >= _HEAD.size:
            length, packet_type = _HEAD.unpack_from(unread, start)
            if length < _HEAD.size:
                raise Garbled(f"a packet of {length} bytes")
            if len(unread) - start < length:
                break
            content = bytes(unread[start + _HEAD.size : start + length])
            packets.append(Packet(packet_type, content))
            start += length
        del unread[:start]
        return packets

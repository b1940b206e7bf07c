"""Encodes and reads the frames of Source RCON. Pure: bytes in, frames out.

A frame is a length, an id and a type (32-bit, little-endian), a body, and two NULs. The length does
not count itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from struct import Struct
from typing import Final

from nazh.adapters.outbound.consoles.faults import Garbled

AUTH: Final = 3
EXECUTE: Final = 2
AUTH_RESPONSE: Final = 2
RESPONSE: Final = 0
REJECTED_ID: Final = -1
MAX_LENGTH: Final = 1 << 20
_MIN_LENGTH: Final = 10
_LENGTH: Final = Struct("<i")
_HEAD: Final = Struct("<iii")
_END: Final = b"\0\0"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame without its length and its two NULs."""

    id: int
    type: int
    body: bytes


def encode_frame(frame: Frame) -> bytes:
    """Return the bytes of the frame."""
    length = len(frame.body) + _MIN_LENGTH
    return _HEAD.pack(length, frame.id, frame.type) + frame.body + _END


class FrameReader:
    """Splits a stream of bytes, received in arbitrary pieces, into frames."""

    __slots__ = ("_unread",)

    def __init__(self) -> None:
        self._unread = bytearray()

    @property
    def is_mid_frame(self) -> bool:
        """Whether part of a frame was received."""
        return bool(self._unread)

    def feed(self, received: bytes) -> list[Frame]:
        """Return the frames that are complete now. Raises Garbled if the bytes are not frames."""
        unread = self._unread
        unread += received
        frames: list[Frame] = []
        start = 0
        while len(unread) - start >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(unread, start)
            if not _MIN_LENGTH <= length <= MAX_LENGTH:
                raise Garbled(f"a frame of {length} bytes")
            end = start + _LENGTH.size + length
            if len(unread) < end:
                break
            if unread[end - len(_END) : end] != _END:
                raise Garbled("a frame without its end")
            _, frame_id, frame_type = _HEAD.unpack_from(unread, start)
            body = bytes(unread[start + _HEAD.size : end - len(_END)])
            frames.append(Frame(frame_id, frame_type, body))
            start = end
        del unread[:start]
        return frames

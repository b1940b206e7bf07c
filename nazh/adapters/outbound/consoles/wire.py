"""Reads and writes the bytes of one TCP connection, with a limit per exchange."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from nazh.adapters.outbound.consoles.faults import ConnectionEnded, TooManyBytes

MAX_BYTES: Final = 4 << 20
"""Bytes that the server may send during one exchange, or between two."""
MAX_READ: Final = 2_048
"""Bytes of one read. A server may send thousands of lines or frames in them, which take a few
milliseconds to parse."""


class Wire(asyncio.Protocol):
    """One connection. ``on_end`` is called once when it has ended, by either side.

    It replaces asyncio's streams, which do not report that the peer has closed while bytes are
    unread.
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end
        self._transport: asyncio.Transport | None = None
        self._unread = bytearray()
        self._received = 0
        self._has_ended = False
        self._waiter: asyncio.Future[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether neither side has closed the connection."""
        return not self._has_ended

    @property
    def has_unread(self) -> bool:
        """Whether bytes were received that were not read yet."""
        return bool(self._unread)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport (called by asyncio)."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Store received bytes, up to the limit (called by asyncio)."""
        self._received += len(data)
        if self._received > MAX_BYTES:
            self._unread.clear()
            self.close()
        else:
            self._unread += data
        self._wake()

    def eof_received(self) -> None:
        """Close the connection, as the peer did (called by asyncio)."""
        self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake the reader (called by asyncio)."""
        self._end()

    def begin_exchange(self) -> None:
        """Count received bytes from 0."""
        self._received = 0

    def write(self, data: bytes) -> None:
        """Send bytes. Raises ConnectionEnded."""
        if self._has_ended or self._transport is None:
            raise ConnectionEnded
        self._transport.write(data)

    async def read(self) -> bytes:
        """Return the next bytes, 1 to MAX_READ. Raises ConnectionEnded or TooManyBytes.

        Other tasks run between two reads, even if the server sends faster than it is read.
        """
        if self._unread:
            await asyncio.sleep(0)
        while not self._unread:
            if self._received > MAX_BYTES:
                raise TooManyBytes
            if self._has_ended:
                raise ConnectionEnded
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        data = bytes(self._unread[:MAX_READ])
        del self._unread[:MAX_READ]
        return data

    def close(self) -> None:
        """Close the connection immediately."""
        if self._transport is not None:
            self._transport.abort()
        self._end()

    def _end(self) -> None:
        if not self._has_ended:
            self._has_ended = True
            self._on_end()
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

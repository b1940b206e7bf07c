"""Holds the connections of clients within their limits, and closes those beyond them."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv6Network
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler

from nazh.adapters.inbound.web.connection_limits import ConnectionLimits

BUFFER_BYTES: Final = 16_384
"""Bytes that are read from a connection at once."""
LOG_INTERVAL: Final = 60.0
"""Seconds between two log records about connections over a limit."""
TOO_MANY: Final = "too_many"
TOO_SLOW: Final = "too_slow"
TOO_LARGE: Final = "too_large"
_RESET: Final = struct.pack("ii", 1, 0)
"""SO_LINGER for a reset, so that the system does not wait for the client to read."""
_LOG: Final = logging.getLogger(__name__)


class ClientConnection(asyncio.BufferedProtocol):
    """Passes one client's data to aiohttp, and lets the limiter count it."""

    def __init__(self, limiter: ConnectionLimiter, server: web.Server) -> None:
        self._limiter = limiter
        self._server = server
        self._handler: web.RequestHandler | None = None
        self._transport: asyncio.Transport | None = None
        self.address = ""
        self.due = 0.0
        """Until when a connection that waits for its client is kept, in the loop's time."""
        self.unverified_bytes = 0
        self.is_idle = False
        """True between two requests."""
        self.is_answered_early = False
        """True if a request was answered before it had arrived, so that its rest is ignored."""
        self.reading: asyncio.Timeout | None = None
        """The timeout of the body that is being read."""
        self.is_refused = False
        """True if the body that is being read is over the limit of unverified bytes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Pass the connection to aiohttp, or close it if there are too many."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self.address = address_group(str((transport.get_extra_info("peername") or ("",))[0]))
        if not self._limiter.admit(self):
            transport.abort()
            return
        self._handler = self._server()
        self._handler.connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        if self._handler is not None:
            self._limiter.forget(self)
            self._handler.connection_lost(exc)
            self._handler = None

    def get_buffer(self, sizehint: int) -> memoryview:
        """Return the buffer of all connections, which ``buffer_updated`` empties immediately."""
        return self._limiter.buffer

    def buffer_updated(self, nbytes: int) -> None:
        """Count the received bytes, and pass them to aiohttp."""
        if self.is_answered_early:
            return
        data = bytes(self._limiter.buffer[:nbytes])
        self._limiter.count(self, nbytes)
        if self._handler is not None and not self.is_closing:
            self._handler.data_received(data)

    def eof_received(self) -> None:
        """Let the transport close itself."""

    def pause_writing(self) -> None:
        """Let aiohttp wait until the client has read."""
        if self._handler is not None:
            self._handler.pause_writing()

    def resume_writing(self) -> None:
        """Let aiohttp continue writing."""
        if self._handler is not None:
            self._handler.resume_writing()

    @property
    def is_closing(self) -> bool:
        """Whether the connection is closed, or is about to be."""
        return self._transport is None or self._transport.is_closing()

    def refuse(self) -> bool:
        """Stop reading the body, which is too large; return False if none is being read."""
        if self.reading is not None and not self.reading.expired():
            self.is_refused = True
            self.reading.reschedule(asyncio.get_running_loop().time())
        return self.reading is not None

    def close(self) -> None:
        """Close the connection immediately."""
        if self._transport is not None:
            reset(self._transport)


@dataclass(slots=True)
class _Address:
    """The connections of one address."""

    open: set[ClientConnection] = field(default_factory=set)
    waiting: dict[ClientConnection, None] = field(default_factory=dict)
    """Connections that wait for their client, the longest waiting first."""


class ConnectionLimiter:
    """Closes connections that wait for their clients too long, or hold too many bytes.

    At a limit the connection that has waited longest makes room for a new one, because a client
    that needs an answer sends its request immediately. Connections whose requests are being handled
    are never closed; if there are no others, the new one is.
    """

    def __init__(self, limits: ConnectionLimits) -> None:
        self._limits = limits
        self._addresses: dict[str, _Address] = {}
        self._waiting: dict[ClientConnection, None] = {}
        self._silent_until = 0.0
        self.buffer = memoryview(bytearray(BUFFER_BYTES))
        self.open = 0
        """The number of open connections."""
        self.unverified_bytes = 0
        """Bytes of all requests that have not arrived as a whole."""
        self.closed = Counter({TOO_MANY: 0, TOO_SLOW: 0, TOO_LARGE: 0})
        """The connections that were closed, by reason."""

    def protocol_factory(self, server: web.Server) -> Callable[[], ClientConnection]:
        """Return the factory of the protocols of new connections to ``server``."""
        return lambda: ClientConnection(self, server)

    @web.middleware
    async def track(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Record that a connection's request is being handled, and then that it is idle."""
        connection = _connection_of(request)
        if connection is None:
            return await handler(request)
        if request.content.is_eof():
            self._release(connection)
            self._hold(connection)
        else:
            self._wait(connection, self._limits.request_seconds)
        try:
            return await handler(request)
        finally:
            self._release(connection)
            self._wait(connection, self._limits.idle_seconds)
            connection.is_idle = True
            connection.is_answered_early = not request.content.is_eof()

    async def read(self, request: web.Request, most: int, seconds: float) -> bytes:
        """Return the body of a request, at most ``most`` bytes that arrive within ``seconds``.

        Raises HTTPRequestEntityTooLarge, HTTPRequestTimeout, and HTTPServiceUnavailable if the
        requests of all connections together are too large.
        """
        connection = _connection_of(request)
        if connection is None:
            raise web.HTTPRequestTimeout  # the client has gone
        chunks: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(seconds) as connection.reading:
                while chunk := await request.content.readany():
                    chunks.append(chunk)
                    size += len(chunk)
                    if size > most:
                        raise web.HTTPRequestEntityTooLarge(most, size)
        except (TimeoutError, ConnectionError, web.RequestPayloadError):
            # The body is too slow, its client has gone, or its chunks are malformed.
            if connection.is_refused:
                raise web.HTTPServiceUnavailable from None
            raise web.HTTPRequestTimeout from None
        finally:
            connection.reading, connection.is_refused = None, False
            self._release(connection)
        self._hold(connection)
        return b"".join(chunks)

    def admit(self, connection: ClientConnection) -> bool:
        """Return whether a new connection may stay."""
        is_full = self.open >= self._limits.total
        address = self._addresses.get(connection.address) or _Address()
        if is_full or len(address.open) >= self._limits.per_address:
            self._warn()
            self.closed[TOO_MANY] += 1
            oldest = next(iter(self._waiting if is_full else address.waiting), None)
            if oldest is None:
                return False
            self.forget(oldest)
            oldest.close()
        self._addresses.setdefault(connection.address, address).open.add(connection)
        self.open += 1
        self._wait(connection, self._limits.request_seconds)
        return True

    def forget(self, connection: ClientConnection) -> None:
        """Free what a connection has held. May be called twice."""
        address = self._addresses.get(connection.address)
        if address is None or connection not in address.open:
            return
        self._hold(connection)
        self._release(connection)
        address.open.remove(connection)
        self.open -= 1
        if not address.open:
            del self._addresses[connection.address]

    def count(self, connection: ClientConnection, size: int) -> None:
        """Count received bytes; over the limit the largest request so far is refused."""
        connection.unverified_bytes += size
        self.unverified_bytes += size
        if connection.is_idle:
            self._wait(connection, self._limits.request_seconds)
        while self.unverified_bytes > self._limits.unverified_bytes:
            every = (
                connection for address in self._addresses.values() for connection in address.open
            )
            largest = max(every, key=lambda connection: connection.unverified_bytes)
            self._warn()
            self._release(largest)
            if not largest.refuse():
                self.closed[TOO_LARGE] += 1
                largest.close()

    def close_overdue(self) -> None:
        """Close connections that have waited too long for their clients."""
        now = asyncio.get_running_loop().time()
        for connection in [connection for connection in self._waiting if connection.due <= now]:
            if not connection.is_idle:
                self.closed[TOO_SLOW] += 1
            self.forget(connection)
            connection.close()

    def _wait(self, connection: ClientConnection, seconds: float) -> None:
        """Begin to wait for the client of an open connection."""
        address = self._addresses.get(connection.address)
        if address is not None and connection in address.open:
            self._hold(connection)
            self._waiting[connection] = address.waiting[connection] = None
            connection.due = asyncio.get_running_loop().time() + seconds

    def _hold(self, connection: ClientConnection) -> None:
        """Keep a connection, because it does not wait for its client."""
        connection.is_idle = False
        if connection in self._waiting:
            del self._waiting[connection]
            del self._addresses[connection.address].waiting[connection]

    def _release(self, connection: ClientConnection) -> None:
        """Subtract a connection's bytes, which were verified or dropped."""
        self.unverified_bytes -= connection.unverified_bytes
        connection.unverified_bytes = 0

    def _warn(self) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._silent_until:
            self._silent_until = now + LOG_INTERVAL
            _LOG.warning(
                "clients hold too much, refusing some (%d connections, %d unverified bytes)",
                self.open,
                self.unverified_bytes,
            )


def reset(transport: asyncio.Transport) -> None:
    """Close a connection immediately; unsent data is dropped, by the system as well.

    A connection that is closing already would otherwise wait until the client reads the data.
    """
    connection = transport.get_extra_info("socket")
    if connection.fileno() != -1:  # it is not closed yet
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        transport.abort()


def _connection_of(request: web.Request) -> ClientConnection | None:
    """Return the connection of a request, or ``None`` if it is closed."""
    transport = request.transport
    protocol = transport.get_protocol() if transport is not None else None
    return protocol if isinstance(protocol, ClientConnection) else None


def address_group(address: str) -> str:
    """Return the address, or an IPv6 network of the size that one customer has."""
    if ":" not in address:
        return address
    return str(IPv6Network((address, 64), strict=False))

"""Sends interaction callbacks over a pool of persistent HTTP/1.1 connections.

A response that Discord accepts is a status line with 204 and headers that are not needed. Of all
other replies only three are understood here: the request was not processed, it is rate limited for
some seconds, or it is too late. The connection is dropped, and the caller retries with a complete
HTTP client. This makes a response cost a third of what such a client costs
(docs/adr/0007-raw-http-callbacks.md).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from asyncio import Future, Transport
from collections import deque
from typing import Final
from urllib.parse import urlsplit

from nazh.adapters.inbound.discord.interactions.sending.rest_rate_limits import MIN_PAUSE

MAX_CONNECTIONS: Final = 200
"""Requests in flight: enough for 350 per second if Discord takes half a second for each."""
REPLY_GRACE: Final = 1.0
"""Seconds by which a reply to a request sent in time may be late."""
SMOOTHING: Final = 32
"""Requests over which the time that Discord takes for one is averaged."""
MAX_IDLE_SECONDS: Final = 30.0
"""Seconds after which an unused connection may be dead, and is not reused."""
_STATUS_204: Final = b"HTTP/1.1 204"
_STATUS_429: Final = b"HTTP/1.1 429"
_STATUS_400: Final = b"HTTP/1.1 400"
_STATUS_404: Final = b"HTTP/1.1 404"
_HEAD_END: Final = b"\r\n\r\n"
_CONTENT_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]{1,5})\r\n", re.IGNORECASE)
_SECONDS: Final = rb" *([0-9]{1,5}(?:\.[0-9]{1,6})?)"
_RETRY_AFTER_BODY: Final = re.compile(rb'"retry_after":' + _SECONDS + rb" *[,}]")
"""In the body; the header has whole seconds, rounded up."""
_RETRY_AFTER_HEADER: Final = re.compile(rb"\r\nretry-after:" + _SECONDS + rb" *\r\n", re.IGNORECASE)
_ERROR_CODE: Final = re.compile(rb'"code": *([0-9]+) *[,}]')
"""The character after the number shows that it is complete, even if the body is not."""
_UNKNOWN_INTERACTION: Final = b"10062"
_MAX_REPLY_BYTES: Final = 64 * 1024


class RateLimitedByDiscord(Exception):
    """Discord rate limits the request (429), and says after how many seconds to retry."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotSent(Exception):
    """Discord understood the request and did nothing (400)."""


class Expired(Exception):
    """The interaction has expired (10062), or no connection was free in time."""


class CallbackPool:
    """Up to ``MAX_CONNECTIONS`` connections to one host, opened on demand and closed when idle."""

    def __init__(
        self,
        url: str,
        headers: dict[str, str],
        tls: ssl.SSLContext,
        grace: float = REPLY_GRACE,
    ) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None, "settings checked the address"
        is_tls = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port or (443 if is_tls else 80)
        self._tls = tls if is_tls else None
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._start = f"POST {parts.path}".encode()
        self._middle = f" HTTP/1.1\r\nHost: {parts.netloc}\r\n{lines}Content-Length: ".encode()
        self._grace = grace
        self._semaphore = asyncio.Semaphore(MAX_CONNECTIONS)
        self._idle: deque[Connection] = deque()
        self._waiting = 0
        self._mean_seconds = 0.0

    @property
    def expected_wait(self) -> float:
        """Seconds that one more request would wait for a connection; 0 while one is free.

        An estimate from the requests that wait and the time that the last ones took.
        """
        if not self._semaphore.locked():
            return 0.0
        return (self._waiting + 1) * self._mean_seconds / MAX_CONNECTIONS

    @property
    def expected_delay(self) -> float:
        """Seconds until Discord would accept one more request; 0 while a connection is free."""
        return self.expected_wait + self._mean_seconds if self._semaphore.locked() else 0.0

    async def send(self, path: str, body: bytes, timeout: float) -> bool:
        """Send ``body`` as JSON to ``path``; return whether Discord accepted it with 204.

        ``timeout`` is the time in seconds until the response is too late. If all connections are
        busy until then, it is not sent; a reply may come a little later. After ``False`` it may or
        may not have arrived. Raises Expired, RateLimitedByDiscord and NotSent.
        """
        # A path with a line break would inject another request; Discord never sends one.
        if not (path.isascii() and path.isprintable()) or " " in path:
            return False
        request = b"%b%b%b%d\r\n\r\n%b" % (
            self._start,
            path.encode(),
            self._middle,
            len(body),
            body,
        )
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        await self._acquire(deadline)
        started_at = loop.time()
        try:
            return await self._send_request(request, deadline + self._grace)
        finally:
            self._mean_seconds += (loop.time() - started_at - self._mean_seconds) / SMOOTHING
            self._semaphore.release()

    def close(self) -> None:
        """Close the idle connections."""
        while self._idle:
            self._idle.pop().close()

    async def _acquire(self, deadline: float) -> None:
        """Wait for a free connection. Raises Expired."""
        if not self._semaphore.locked():
            await self._semaphore.acquire()  # acquired without a timer, which would cost more
            return
        self._waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await self._semaphore.acquire()
        except TimeoutError:
            raise Expired from None
        finally:
            self._waiting -= 1

    async def _send_request(self, request: bytes, deadline: float) -> bool:
        try:
            connection = self._idle_connection() or await self._open_connection(deadline)
        except (OSError, TimeoutError):
            return False
        is_accepted = False
        try:
            is_accepted = await connection.send(request, deadline)
        finally:
            if is_accepted and connection.is_reusable:
                self._idle.append(connection)
            else:
                connection.close()
            # The last one used is the next one taken, so the first is idle for longest.
            while self._idle and not self._idle[0].is_fresh:
                self._idle.popleft().close()
        return is_accepted

    def _idle_connection(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if connection.is_fresh:
                return connection
            connection.close()
        return None

    async def _open_connection(self, deadline: float) -> Connection:
        async with asyncio.timeout_at(deadline):
            _, connection = await asyncio.get_running_loop().create_connection(
                Connection, self._host, self._port, ssl=self._tls, happy_eyeballs_delay=0.25
            )
        return connection


class Connection(asyncio.Protocol):
    """One connection, with at most one request at a time."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: Transport | None = None
        self._reply = b""
        self._accepted: Future[bool] | None = None
        self._used_at = self._loop.time()
        self.is_reusable = True

    @property
    def is_fresh(self) -> bool:
        """True if the other end is probably still connected."""
        return self.is_reusable and self._loop.time() - self._used_at < MAX_IDLE_SECONDS

    async def send(self, request: bytes, deadline: float) -> bool:
        """Send the request; return whether a 204 arrives in time. Raises as the pool does."""
        if self._transport is None or not self.is_reusable:
            return False
        response: Future[bool] = self._loop.create_future()
        self._accepted = response
        self._reply = b""
        self._transport.write(request)
        timer = self._loop.call_at(deadline, self._set_result, False)
        try:
            return await response
        finally:
            timer.cancel()
            self._accepted = None
            self._used_at = self._loop.time()

    def close(self) -> None:
        """Close the connection immediately."""
        self.is_reusable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the transport."""
        assert isinstance(transport, Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Check whether the reply is complete, and whether it is a 204."""
        self._reply = reply = self._reply + data
        if self._accepted is None:
            self.is_reusable = False
        elif not reply.startswith(_STATUS_204) and len(reply) >= len(_STATUS_204):
            self._parse_error(reply)
        elif _HEAD_END in reply:
            # Bytes after the end belong to no request.
            self.is_reusable = (
                reply.endswith(_HEAD_END) and b"\nconnection: close" not in reply.lower()
            )
            self._set_result(True)
        elif len(reply) > _MAX_REPLY_BYTES:
            self._set_result(False)

    def connection_lost(self, error: Exception | None) -> None:
        """Stop waiting for a reply that cannot come."""
        self.is_reusable = False
        self._set_result(False)

    def _parse_error(self, reply: bytes) -> None:
        """Parse the error, once enough of the reply has arrived."""
        head, end, body = reply.partition(_HEAD_END)
        length = _CONTENT_LENGTH.search(head + end)
        is_whole = bool(end) and (length is None or len(body) >= int(length[1]))
        error: Exception | None = None
        if reply.startswith(_STATUS_400):
            error = NotSent()
        elif reply.startswith(_STATUS_404):
            code = _ERROR_CODE.search(body)
            error = Expired() if code is not None and code[1] == _UNKNOWN_INTERACTION else None
        elif reply.startswith(_STATUS_429) and is_whole:
            wait = _RETRY_AFTER_BODY.search(body) or _RETRY_AFTER_HEADER.search(head + end)
            seconds = MIN_PAUSE if wait is None else max(MIN_PAUSE, float(wait[1]))
            error = RateLimitedByDiscord(seconds)
        if error is not None:
            self._fail(error)
        elif (
            is_whole
            or len(reply) > _MAX_REPLY_BYTES
            or not reply.startswith((_STATUS_429, _STATUS_404))
        ):
            self._set_result(False)

    def _fail(self, error: Exception) -> None:
        if self._accepted is not None and not self._accepted.done():
            self._accepted.set_exception(error)

    def _set_result(self, is_accepted: bool) -> None:
        if self._accepted is not None and not self._accepted.done():
            self._accepted.set_result(is_accepted)

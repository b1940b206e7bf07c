"""Wires to Discord: a few HTTP/1.1 connections that stay open and carry answers, nothing else.

An answer that Discord takes is a status line with 204 and headers that nobody reads. Everything
else is trouble, and of trouble only this is understood here: that nothing was done, for how long
Discord wants to be left in peace, and that it is too late. The connection is dropped, and the
caller lets a complete client try again. That keeps an answer at a third of what such a one costs
(docs/adr/0007-answers-go-over-bare-connections.md).
"""

from __future__ import annotations

import asyncio
import re
import ssl
from asyncio import Future, Transport
from typing import Final
from urllib.parse import urlsplit

CONNECTIONS: Final = 50
GRACE: Final = 1.0
"""Seconds for which a reply to what was sent in time may be on its way."""
IDLE_FOR: Final = 30.0
"""Seconds after which an unused connection may have died without a word, and is not trusted."""
_TAKEN: Final = b"HTTP/1.1 204"
_TOO_MANY: Final = b"HTTP/1.1 429"
_NOT_DONE: Final = b"HTTP/1.1 400"
_GONE: Final = b"HTTP/1.1 404"
_END: Final = b"\r\n\r\n"
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *([0-9]{1,5})\r\n", re.IGNORECASE)
_SECONDS: Final = rb" *([0-9]{1,5}(?:\.[0-9]{1,6})?)"
_WAIT_EXACTLY: Final = re.compile(rb'"retry_after":' + _SECONDS + rb" *[,}]")
"""In the body; the header has whole seconds, rounded up."""
_WAIT: Final = re.compile(rb"\r\nretry-after:" + _SECONDS + rb" *\r\n", re.IGNORECASE)
_CODE: Final = re.compile(rb'"code": *([0-9]+) *[,}]')
"""What stands behind the number shows that it is whole, also where the body is not."""
_TOO_LATE: Final = b"10062"
_LONGEST_REPLY: Final = 64 * 1024


class AskedToWait(Exception):
    """Discord did not take it (429), and says after how many seconds it may be tried again."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class NotDone(Exception):
    """Discord has understood it and done nothing (400)."""


class TooLate(Exception):
    """Nobody waits for it any more: Discord says so (10062), or no connection was free in time."""


class Wires:
    """Up to fifty connections to one host, opened when they are needed."""

    def __init__(self, url: str, headers: dict[str, str], grace: float = GRACE) -> None:
        parts = urlsplit(url)
        assert parts.hostname is not None, "settings checked the address"
        is_safe = parts.scheme == "https"
        self._host, self._port = parts.hostname, parts.port or (443 if is_safe else 80)
        self._ssl = ssl.create_default_context() if is_safe else None
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._start = f"POST {parts.path}".encode()
        self._middle = f" HTTP/1.1\r\nHost: {parts.netloc}\r\n{lines}Content-Length: ".encode()
        self._grace = grace
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._idle: list[_Wire] = []

    async def post(self, path: str, body: bytes, in_time: float) -> bool:
        """Send ``body`` as JSON to ``path``; whether Discord took it with 204.

        For ``in_time`` seconds somebody waits for it. Where all connections are busy until then, it
        is not sent; a reply may come a little later. ``False`` says nothing about whether it
        arrived. Raises TooLate, AskedToWait and NotDone.
        """
        # A path that could end the line would be another request; Discord never sends such.
        if not (path.isascii() and path.isprintable()) or " " in path:
            return False
        request = b"%b%b%b%d\r\n\r\n%b" % (
            self._start,
            path.encode(),
            self._middle,
            len(body),
            body,
        )
        in_time_until = asyncio.get_running_loop().time() + in_time
        await self._enter(in_time_until)
        try:
            return await self._send(request, in_time_until + self._grace)
        finally:
            self._room.release()

    def cut(self) -> None:
        """Close the connections that wait."""
        while self._idle:
            self._idle.pop().cut()

    async def _enter(self, in_time_until: float) -> None:
        """Wait for one of the connections. Raises TooLate."""
        if not self._room.locked():
            await self._room.acquire()  # which takes no time, and a timer would
            return
        try:
            async with asyncio.timeout_at(in_time_until):
                await self._room.acquire()
        except TimeoutError:
            raise TooLate from None

    async def _send(self, request: bytes, until: float) -> bool:
        try:
            wire = self._waiting_wire() or await self._new_wire(until)
        except (OSError, TimeoutError):
            return False
        is_taken = False
        try:
            is_taken = await wire.carry(request, until)
        finally:
            if is_taken and wire.is_reusable:
                self._idle.append(wire)
            else:
                wire.cut()
        return is_taken

    def _waiting_wire(self) -> _Wire | None:
        while self._idle:
            wire = self._idle.pop()
            if wire.is_trusted:
                return wire
            wire.cut()
        return None

    async def _new_wire(self, until: float) -> _Wire:
        async with asyncio.timeout_at(until):
            _, wire = await asyncio.get_running_loop().create_connection(
                _Wire, self._host, self._port, ssl=self._ssl, happy_eyeballs_delay=0.25
            )
        return wire


class _Wire(asyncio.Protocol):
    """One connection, with at most one request on its way."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: Transport | None = None
        self._reply = b""
        self._is_taken: Future[bool] | None = None
        self._used_at = self._loop.time()
        self.is_reusable = True

    @property
    def is_trusted(self) -> bool:
        """Whether the other end is probably still there."""
        return self.is_reusable and self._loop.time() - self._used_at < IDLE_FOR

    async def carry(self, request: bytes, until: float) -> bool:
        """Send the request; whether the reply is a 204, and comes in time. Raises as ``post``."""
        if self._transport is None or not self.is_reusable:
            return False
        answer: Future[bool] = self._loop.create_future()
        self._is_taken = answer
        self._reply = b""
        self._transport.write(request)
        timer = self._loop.call_at(until, self._settle, False)
        try:
            return await answer
        finally:
            timer.cancel()
            self._is_taken = None
            self._used_at = self._loop.time()

    def cut(self) -> None:
        """Close the connection at once."""
        self.is_reusable = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        assert isinstance(transport, Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Look whether the reply is complete, and whether it is a 204."""
        self._reply = reply = self._reply + data
        if self._is_taken is None:
            self.is_reusable = False
        elif not reply.startswith(_TAKEN) and len(reply) >= len(_TAKEN):
            self._hear_a_no(reply)
        elif _END in reply:
            # Bytes behind the end belong to no request of ours.
            self.is_reusable = reply.endswith(_END) and b"\nconnection: close" not in reply.lower()
            self._settle(True)
        elif len(reply) > _LONGEST_REPLY:
            self._settle(False)

    def connection_lost(self, error: Exception | None) -> None:
        """Let nobody wait for a reply that cannot come."""
        self.is_reusable = False
        self._settle(False)

    def _hear_a_no(self, reply: bytes) -> None:
        """Hear what kind of a no it is, once enough of the reply is there to tell."""
        head, end, body = reply.partition(_END)
        length = _LENGTH.search(head + end)
        is_whole = bool(end) and (length is None or len(body) >= int(length[1]))
        no: Exception | None = None
        if reply.startswith(_NOT_DONE):
            no = NotDone()
        elif reply.startswith(_GONE):
            code = _CODE.search(body)
            no = TooLate() if code is not None and code[1] == _TOO_LATE else None
        elif reply.startswith(_TOO_MANY) and is_whole:
            wait = _WAIT_EXACTLY.search(body) or _WAIT.search(head + end)
            no = None if wait is None else AskedToWait(float(wait[1]))
        if no is not None:
            self._fail(no)
        elif is_whole or len(reply) > _LONGEST_REPLY or not reply.startswith((_TOO_MANY, _GONE)):
            self._settle(False)

    def _fail(self, no: Exception) -> None:
        if self._is_taken is not None and not self._is_taken.done():
            self._is_taken.set_exception(no)

    def _settle(self, is_taken: bool) -> None:
        if self._is_taken is not None and not self._is_taken.done():
            self._is_taken.set_result(is_taken)

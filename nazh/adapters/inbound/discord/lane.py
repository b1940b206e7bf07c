"""The lane: plain requests for the endpoint are read here, and everything else by aiohttp.

Half of what a complete server costs goes into what Discord never sends. A request that is plainly
an interaction, in one shape and whole, is answered over a bare connection; whatever else a
connection begins with (other pages, chunks, older versions, pieces of a head, nonsense) is handed
to aiohttp as it came, and the connection with it, for good. Nothing is understood in two ways: what
could be is not plain (docs/adr/0025-interactions-over-http.md).
"""

from __future__ import annotations

import asyncio
from asyncio import Transport
from collections.abc import Callable, Mapping
from contextvars import copy_context
from http import HTTPStatus
from typing import Final

from nazh.adapters.inbound.discord.body_answers import ACCEPTED, OK
from nazh.adapters.inbound.discord.endpoint import FAILED, REASONS, SHED, Endpoint, Said
from nazh.adapters.inbound.discord.plain_heads import Head, NotPlain, read_head
from nazh.adapters.inbound.discord.requests import WITHIN

IDLE: Final = 3_630.0
"""Seconds for which an unused connection is kept, as aiohttp does; proxies keep them for less."""
SWEEP: Final = 60.0
Others = Callable[[], asyncio.BaseProtocol]


class Lanes:
    """Makes a lane of each connection to ``endpoint``; what is not plain goes to ``others``."""

    def __init__(self, endpoint: Endpoint, others: Others) -> None:
        self.endpoint = endpoint
        self.others = others
        self._open: set[Lane] = set()

    def __call__(self) -> asyncio.BaseProtocol:
        """Return the protocol of one connection."""
        return Lane(self)

    def enter(self, lane: Lane) -> None:
        """Know a lane that is open."""
        self._open.add(lane)

    def leave(self, lane: Lane) -> None:
        """Forget a lane that is closed, or handed over."""
        self._open.discard(lane)

    async def keep_closing(self) -> None:
        """Close what has not been used for an hour, now and then, for ever."""
        while True:
            await asyncio.sleep(SWEEP)
            self.close(idle_for=IDLE)

    def close(self, idle_for: float = 0.0) -> None:
        """Close every connection that was not used for so many seconds, and has none in hand."""
        now = asyncio.get_running_loop().time()
        for lane in tuple(self._open):
            lane.close_if_idle(now - idle_for)


class Lane(asyncio.Protocol):
    """One connection. At most one request of it is in hand; what comes meanwhile has to wait."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self._endpoint = lanes.endpoint
        self._loop = asyncio.get_running_loop()
        self._transport: Transport | None = None
        self._data = b""
        self._is_full = False
        self._is_answering = False
        self._context = copy_context()
        self._timer: asyncio.TimerHandle | None = None
        self._used_at = self._loop.time()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for a request, but not for ever."""
        assert isinstance(transport, Transport)
        self._transport = transport
        self._lanes.enter(self)
        self._timer = self._loop.call_later(WITHIN, self._hand_over)

    def connection_lost(self, error: Exception | None) -> None:
        """Let what is in hand go on: it may be on record already."""
        self._transport = None
        self._stop_waiting()
        self._lanes.leave(self)

    def data_received(self, data: bytes) -> None:
        """Answer a plain request as soon as it is whole."""
        self._data = self._data + data if self._data else data
        if not self._is_answering:
            self._go_on()
        elif self._transport is not None:
            self._transport.pause_reading()

    def pause_writing(self) -> None:
        """Read nothing from who does not read what he is answered."""
        self._is_full = True
        if self._transport is not None:
            self._transport.pause_reading()

    def resume_writing(self) -> None:
        """Go on with who has read."""
        self._is_full = False
        # Not from here either: the loop says it on behalf of who has written.
        self._loop.call_soon(self._read_on, context=self._context)

    def close_if_idle(self, since: float) -> None:
        """Close, unless somebody waits for an answer, or has asked after ``since``."""
        is_idle = not self._is_answering and self._used_at <= since
        if is_idle and self._transport is not None:
            self._transport.close()

    def _go_on(self) -> None:
        """Answer what is there, one request after another, until nothing whole is left."""
        data, begin = self._data, 0
        while begin < len(data) and self._may_go_on:
            try:
                head = read_head(data, begin)
            except NotPlain:
                self._data = data[begin:]
                self._hand_over()
                return
            end = head.start + head.length
            if len(data) < end:
                if self._timer is None:
                    self._timer = self._loop.call_later(WITHIN, self._hand_over)
                break
            begin = end
            self._stop_waiting()
            self._take(head, data[head.start : end])
        # Once, and not behind each request: many small ones may have come in one piece.
        self._data = data[begin:]

    @property
    def _may_go_on(self) -> bool:
        is_open = self._transport is not None and not self._transport.is_closing()
        return is_open and not self._is_answering and not self._is_full

    def _take(self, head: Head, body: bytes) -> None:
        self._used_at = self._loop.time()
        read = self._endpoint.read(_text(head.signature), _text(head.timestamp), body)
        is_last = self._endpoint.is_draining
        if isinstance(read, Said):
            self._say(read.status, read.body, is_last=is_last)
            return
        self._is_answering = True
        self._endpoint.begin_to_answer(read, LaneReply(self, is_last=is_last))

    def answer(self, status: int, body: bytes, *, is_last: bool) -> bool:
        """Answer the request in hand, and go on with what has come meanwhile.

        Returns whether somebody was there to take it; the connection is closed behind the ``last``.
        """
        is_taken = self._say(status, body, is_last=is_last)
        self._is_answering = False
        if self._data:
            # Not from here: who has answered is still at work, and what comes is none of his.
            self._loop.call_soon(self._read_on, context=self._context)
        return is_taken

    def _say(self, status: int, body: bytes, *, is_last: bool) -> bool:
        transport = self._transport
        if transport is None or transport.is_closing():
            return False
        ending = b"\r\nConnection: close" if is_last else b""
        transport.write(b"%b%d%b\r\n\r\n%b" % (_HEADS[status], len(body), ending, body))
        if is_last:
            transport.close()
        return True

    def _read_on(self) -> None:
        if self._transport is not None and not self._is_full:
            self._transport.resume_reading()
            self._go_on()

    def _hand_over(self) -> None:
        """Let aiohttp have the connection, and what has come so far."""
        self._stop_waiting()
        if self._transport is None or self._transport.is_closing():
            return
        transport, data = self._transport, self._data
        self._transport, self._data = None, b""
        self._lanes.leave(self)
        other = self._lanes.others()
        assert isinstance(other, asyncio.Protocol)
        transport.set_protocol(other)
        other.connection_made(transport)
        if data:
            other.data_received(data)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class LaneReply:
    """The reply to the request that a lane has in hand."""

    def __init__(self, lane: Lane, *, is_last: bool) -> None:
        self._lane = lane
        self._is_last = is_last
        self.is_given = False

    async def give(self, status: int, body: bytes) -> bool:
        """Send it."""
        self.is_given = True
        return self._lane.answer(status, body, is_last=self._is_last)


def _heads() -> Mapping[int, bytes]:
    """Return for each status what comes before the length of the body."""
    typed = "Content-Type: application/json\r\n"
    return {
        status: (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
            f"{typed if status == OK else ''}Content-Length: "
        ).encode()
        for status in (OK, ACCEPTED, FAILED, SHED, *REASONS.values())
    }


_HEADS: Final = _heads()


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()

"""Streams the status as server-sent events, to a bounded number of viewers."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Final

from aiohttp import web

from nazh.adapters.inbound.web.connections import reset

MAX_VIEWERS: Final = 32
EVERY: Final = 1.0
"""Seconds between two events."""
WRITE_TIMEOUT: Final = 10.0
"""Seconds for a viewer to read one event."""
LIFETIME: Final = 300.0
"""Seconds after which a stream ends, so that other viewers get a turn. Browsers reconnect."""
_RETRY: Final = b"retry: 1000\n"
"""Milliseconds after which a browser opens a new stream."""
_SEND_BUFFER: Final = 4096
"""Bytes that the system buffers for a viewer, so that one who does not read is noticed soon."""


class LiveStream:
    """Sends the same event to all viewers once a second; idle without viewers."""

    def __init__(
        self,
        render: Callable[[], Awaitable[str]],
        every: float = EVERY,
        write_timeout: float = WRITE_TIMEOUT,
        lifetime: float = LIFETIME,
    ) -> None:
        self._render = render
        self._every = every
        self._write_timeout = write_timeout
        self._lifetime = lifetime
        self._published = asyncio.Event()
        self._event = b""
        self._is_over = False
        self.viewers = 0

    async def publish_forever(self) -> None:
        """Send events until cancelled."""
        while True:
            if self.viewers:
                self._next(_event("status", await self._render()))
            await asyncio.sleep(self._every)

    def end(self) -> None:
        """Disconnect every viewer."""
        self._is_over = True
        self._next(_event("end", ""))

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one viewer until either side disconnects."""
        if self._is_over or self.viewers >= MAX_VIEWERS:
            return web.Response(
                status=503, text="Too many live viewers. Reload the page to update it.\n"
            )
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
        )
        self.viewers += 1
        try:
            await response.prepare(request)
            _limit_buffers(request)
            await self._serve(request, response)
        except ConnectionError:
            pass  # the viewer has disconnected
        except TimeoutError:
            if request.transport is not None:
                reset(request.transport)  # the viewer does not read
        finally:
            self.viewers -= 1
        return response

    async def _serve(self, request: web.Request, response: web.StreamResponse) -> None:
        end = monotonic() + self._lifetime
        event = _RETRY + _event("status", await self._render())
        while True:
            async with asyncio.timeout(self._write_timeout):
                await response.write(event)
                await request.writer.drain()
            if self._is_over or monotonic() >= end:
                return
            await self._published.wait()
            event = self._event

    def _next(self, event: bytes) -> None:
        self._event = event
        self._published.set()
        self._published = asyncio.Event()


def _limit_buffers(request: web.Request) -> None:
    """Buffer as little as possible for a viewer who does not read."""
    if request.transport is not None:
        request.transport.set_write_buffer_limits(high=0)
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)


def _event(name: str, text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or ("",))
    return f"event: {name}\n{lines}\n".encode()

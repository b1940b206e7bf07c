"""Streams the status as server-sent events, to a bounded number of viewers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from aiohttp import web

MAX_VIEWERS: Final = 32
EVERY: Final = 1.0
"""Seconds between two events."""
WRITE_TIMEOUT: Final = 10.0
"""Seconds for a viewer to read one event."""


class LiveStream:
    """Sends the same event to all viewers once a second; idle without viewers."""

    def __init__(self, render: Callable[[], str]) -> None:
        self._render = render
        self._published = asyncio.Event()
        self._event = b""
        self._is_over = False
        self.viewers = 0

    async def publish_forever(self) -> None:
        """Send events until cancelled."""
        while True:
            if self.viewers:
                self._next(_event("status", self._render()))
            await asyncio.sleep(EVERY)

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
            await self._serve(response)
        except (ConnectionError, TimeoutError):
            pass  # the viewer has disconnected, or does not read
        finally:
            self.viewers -= 1
        return response

    async def _serve(self, response: web.StreamResponse) -> None:
        event = _event("status", self._render())
        while True:
            async with asyncio.timeout(WRITE_TIMEOUT):
                await response.write(event)
            if self._is_over:
                return
            await self._published.wait()
            event = self._event

    def _next(self, event: bytes) -> None:
        self._event = event
        self._published.set()
        self._published = asyncio.Event()


def _event(name: str, text: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in text.splitlines() or ("",))
    return f"event: {name}\n{lines}\n".encode()

"""The HTTP server on the bot's own loop: a stuck loop then fails liveness, as it should."""

from __future__ import annotations

from typing import Final, Protocol

from aiohttp import web

EVERY_INTERFACE: Final = "0.0.0.0"  # noqa: S104  # a scraper calls from outside the container


class Exposition(Protocol):
    """What ``/metrics`` answers."""

    @property
    def content_type(self) -> str:
        """The content type of the text."""
        ...

    def __call__(self) -> bytes:
        """Return the text as it is now."""
        ...


class WebServer:
    """Serves ``/metrics`` and ``/livez`` on every interface."""

    def __init__(self, port: int, metrics: Exposition) -> None:
        self._asked_port = port
        self._metrics = metrics
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen, and return the port: the one asked for, or the one the system chose for 0.

        Raises ``OSError`` when the port is taken.
        """
        app = web.Application()
        app.router.add_get("/metrics", self._serve_metrics)
        app.router.add_get("/livez", self._serve_liveness)
        self._runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, EVERY_INTERFACE, self._asked_port)
        await site.start()
        address = self._runner.addresses[0]
        return int(address[1])

    async def stop(self) -> None:
        """Stop listening. May be called twice, and without a start."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve_metrics(self, _: web.Request) -> web.Response:
        headers = {"Content-Type": self._metrics.content_type}
        return web.Response(body=self._metrics(), headers=headers)

    async def _serve_liveness(self, _: web.Request) -> web.Response:
        return web.Response(text="alive\n")

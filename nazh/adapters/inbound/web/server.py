"""Runs the HTTP server on the bot's own loop, so that a stuck loop fails liveness."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, Protocol

from aiohttp import web
from aiohttp.http import HttpProcessingError

from nazh.adapters.inbound.web.dashboard import Dashboard
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.rates import EVERY, Sampler

SHUTDOWN_TIMEOUT: Final = 2.0
"""Seconds for pending responses when the server stops."""
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def _is_server_error(record: logging.LogRecord) -> bool:
    """Return whether a log record is about a server error, and not about a malformed request."""
    return record.exc_info is None or not isinstance(record.exc_info[1], HttpProcessingError)


_LOG: Final = logging.getLogger(__name__)
_LOG.addFilter(_is_server_error)


class Exposition(Protocol):
    """The response of ``/metrics``."""

    @property
    def content_type(self) -> str:
        """The content type of the text."""
        ...

    def __call__(self) -> bytes:
        """Return the current values as text."""
        ...


class RouteProvider(Protocol):
    """Adds routes of another adapter to the same server."""

    def add_to(self, app: web.Application) -> None:
        """Add all routes to ``app``."""
        ...


class WebServer:
    """Serves metrics, probes, the dashboard and optional routes at one address."""

    def __init__(
        self,
        host: str,
        port: int,
        metrics: Exposition,
        health: Health,
        probes: Probes,
        dashboard: Dashboard,
        sampler: Sampler,
        route_providers: Iterable[RouteProvider] = (),
        every: float = EVERY,
    ) -> None:
        self._host = host
        self._asked_port = port
        self._metrics = metrics
        self._health = health
        self._probes = probes
        self._dashboard = dashboard
        self._sampler = sampler
        self._route_providers = tuple(route_providers)
        self._every = every
        self._runner: web.AppRunner | None = None
        self._listener: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> int:
        """Listen, and return the port, which the system chooses if 0 was requested.

        Raises ``OSError`` if the port is in use.
        """
        app = web.Application()
        app.on_response_prepare.append(_add_headers)
        app.router.add_get("/metrics", self._serve_metrics)
        self._probes.add_to(app)
        self._dashboard.add_to(app)
        for provider in self._route_providers:
            provider.add_to(app)
        self._runner = web.AppRunner(
            app,
            access_log=None,
            handle_signals=False,
            shutdown_timeout=SHUTDOWN_TIMEOUT,
            auto_decompress=False,  # legitimate clients send nothing compressed
            logger=_LOG,
        )
        await self._runner.setup()
        assert self._runner.server is not None, "it has been set up"
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(self._runner.server, self._host, self._asked_port)
        for job in (self._dashboard.live.publish_forever, self._sample):
            self._tasks.append(asyncio.create_task(self._run_forever(job)))
        return int(self._listener.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Stop listening. May be called twice, and without ``start``."""
        self._dashboard.live.end()
        while self._tasks:
            self._tasks.pop().cancel()
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _run_forever(self, job: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await job()
            except Exception:  # noqa: BLE001  # probes would tell for ever what was true before
                _LOG.exception("could not update the status, trying again later")
            await asyncio.sleep(self._every)

    async def _sample(self) -> None:
        self._sampler.sample()
        await self._health.check_stores()

    async def _serve_metrics(self, _: web.Request) -> web.Response:
        headers = {"Content-Type": self._metrics.content_type}
        return web.Response(body=self._metrics(), headers=headers)


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)

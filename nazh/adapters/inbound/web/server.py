"""Runs the HTTP server on the bot's own event loop, so that a blocked loop fails liveness."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Final, Protocol

from aiohttp import StreamReader, web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.http import HttpProcessingError, RawRequestMessage

from nazh.adapters.inbound.web.connections import ConnectionLimiter
from nazh.adapters.inbound.web.dashboard import Dashboard
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.rates import EVERY, Sampler
from nazh.adapters.inbound.web.shared_work import SharedWork

SHUTDOWN_TIMEOUT: Final = 2.0
"""Seconds for pending responses when the server stops."""
LINGERING_TIME: Final = 1.0
"""Seconds for the rest of a request that was answered before all of it had arrived."""
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
        connections: ConnectionLimiter,
        route_providers: Iterable[RouteProvider] = (),
        every: float = EVERY,
    ) -> None:
        self._host = host
        self._asked_port = port
        self._metrics = metrics
        self._metrics_text = SharedWork(metrics)
        self._health = health
        self._probes = probes
        self._dashboard = dashboard
        self._sampler = sampler
        self._connections = connections
        self._route_providers = tuple(route_providers)
        self._every = every
        self._runner: web.AppRunner | None = None
        self._listener: asyncio.Server | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> int:
        """Listen, and return the port, which the system chooses if 0 was requested.

        Raises ``OSError`` if the port is in use.
        """
        app = web.Application(middlewares=[self._connections.track])
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
            lingering_time=LINGERING_TIME,
            auto_decompress=False,  # legitimate clients send nothing compressed
            logger=_LOG,
        )
        await self._runner.setup()
        server = self._runner.server
        assert server is not None, "it has been set up"
        server.request_factory = _new_request
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(
            self._connections.protocol_factory(server), self._host, self._asked_port
        )
        for job in (self._dashboard.live.publish_forever, self._sample, self._close_overdue):
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
            except Exception:  # noqa: BLE001  # otherwise probes would report the last status for ever
                _LOG.exception("could not update the status, trying again later")
            await asyncio.sleep(self._every)

    async def _sample(self) -> None:
        self._sampler.sample()
        await self._health.check_stores()

    async def _close_overdue(self) -> None:
        self._connections.close_overdue()

    async def _serve_metrics(self, _: web.Request) -> web.Response:
        headers = {"Content-Type": self._metrics.content_type}
        return web.Response(body=await self._metrics_text(), headers=headers)


class _Request(web.Request):
    """A request whose response does not reveal the server's software or version.

    aiohttp calls this hook for its own responses to malformed requests as well.
    """

    async def _prepare_hook(self, response: web.StreamResponse) -> None:
        response.headers.pop("Server", None)
        await super()._prepare_hook(response)


def _new_request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> _Request:
    return _Request(message, payload, protocol, writer, task, asyncio.get_running_loop())


async def _add_headers(_: web.Request, response: web.StreamResponse) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)

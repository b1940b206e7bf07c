"""Serves metrics and probes of the process that supervises faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from aiohttp import web

from nazh.adapters.inbound.web.health import Check, State
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.server import Exposition
from nazh.application.keep.faces.supervise_faces import FaceStatus
from nazh.domain.keep.faces import FaceState


def face_checks(statuses: Mapping[str, FaceStatus]) -> Callable[[], Iterator[Check]]:
    """Return checks of the faces; one that needs an operator makes the supervisor not ready."""

    def check() -> Iterator[Check]:
        for face, status in statuses.items():
            is_ok = status.state in (FaceState.RUNNING, FaceState.STOPPED)
            yield Check(
                f"face {face}",
                State.OK if is_ok else State.DEGRADED,
                status.state.value,
                is_needed=status.state.needs_operator,
            )

    return check


class FacePages:
    """An HTTP server for ``/metrics``, ``/livez``, ``/readyz`` and the other probes."""

    def __init__(self, host: str, port: int, metrics: Exposition, probes: Probes) -> None:
        self._host = host
        self._port = port
        self._metrics = metrics
        self._probes = probes
        self._runner: web.AppRunner | None = None

    async def start(self) -> int:
        """Listen, and return the port. Raises ``OSError`` if it is in use."""
        app = web.Application()
        app.router.add_get("/metrics", self._serve_metrics)
        self._probes.add_to(app)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _serve_metrics(self, _: web.Request) -> web.Response:
        return web.Response(
            body=self._metrics(), headers={"Content-Type": self._metrics.content_type}
        )

"""Serves short probes for orchestrators, load balancers and scrapers."""

from __future__ import annotations

from aiohttp import web

from nazh.adapters.inbound.texts.json_values import Json
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.status import Build


class Probes:
    """One route per probe. 200 means yes, 503 no; the text says why."""

    def __init__(self, health: Health, build: Build) -> None:
        self._health = health
        self._build = build

    def add_to(self, app: web.Application) -> None:
        """Add all routes to ``app``."""
        app.router.add_get("/livez", self._livez)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/startupz", self._startupz)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/__version__", self._version)
        app.router.add_get("/__heartbeat__", self._heartbeat)
        app.router.add_get("/__lbheartbeat__", self._lbheartbeat)

    async def _livez(self, _: web.Request) -> web.Response:
        return _answer(self._health.is_alive, "alive", "the event loop has stopped")

    async def _startupz(self, _: web.Request) -> web.Response:
        return _answer(self._health.has_started, "started", "not yet on Discord")

    async def _readyz(self, _: web.Request) -> web.Response:
        missing = [
            f"{check.name}: {check.detail}"
            for check in self._health.checks()
            if check.is_needed and not check.is_ok
        ]
        return _answer(not missing, "ready", "\n".join(missing))

    async def _healthz(self, _: web.Request) -> web.Response:
        health = self._health
        detail: dict[str, Json] = {
            "state": health.state.value,
            "alive": health.is_alive,
            "started": health.has_started,
            "ready": health.is_ready,
            "draining": health.is_draining,
            "checks": {
                check.name: {"state": check.state.value, "detail": check.detail}
                for check in health.checks()
            },
        }
        return web.json_response(detail, status=200 if health.is_ready else 503)

    async def _version(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "source": self._build.source,
                "version": self._build.version,
                "commit": self._build.commit,
                "build": "",
            }
        )

    async def _heartbeat(self, _: web.Request) -> web.Response:
        checks: dict[str, Json] = {
            check.name: "ok" if check.is_ok else "error" for check in self._health.checks()
        }
        is_ready = self._health.is_ready
        body: dict[str, Json] = {"status": "ok" if is_ready else "error", "checks": checks}
        return web.json_response(body, status=200 if is_ready else 503)

    async def _lbheartbeat(self, _: web.Request) -> web.Response:
        return web.Response()


def _answer(is_yes: bool, yes: str, no: str) -> web.Response:
    return web.Response(text=f"{yes if is_yes else no}\n", status=200 if is_yes else 503)

"""Serves the dashboard, its assets, its event stream, and the same data as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from aiohttp import web

from nazh.adapters.inbound.web.live import LiveStream
from nazh.adapters.inbound.web.page import main, page
from nazh.adapters.inbound.web.shared_work import SharedWork
from nazh.adapters.inbound.web.status import StatusReporter

ASSETS: Final[Mapping[str, str]] = {
    "dashboard.css": "text/css",
    "dashboard.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}


class Dashboard:
    """Serves the status to people and to programs."""

    def __init__(self, reporter: StatusReporter) -> None:
        self._report = SharedWork(reporter.status)
        self.live = LiveStream(self._main)
        directory = files(__package__).joinpath("assets")
        self._assets = {name: directory.joinpath(name).read_bytes() for name in ASSETS}

    def add_to(self, app: web.Application) -> None:
        """Add all routes to ``app``."""
        app.router.add_get("/", self._page)
        app.router.add_get("/api/v1/status", self._status)
        app.router.add_get("/api/v1/live", self.live.serve)
        app.router.add_get("/assets/{name}", self._asset)

    async def _main(self) -> str:
        return main(await self._report())

    async def _page(self, _: web.Request) -> web.Response:
        return web.Response(text=page(await self._report()), content_type="text/html")

    async def _status(self, _: web.Request) -> web.Response:
        return web.json_response((await self._report()).as_json())

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._assets:
            raise web.HTTPNotFound
        return web.Response(body=self._assets[name], content_type=ASSETS[name], charset="utf-8")

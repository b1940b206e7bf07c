"""Serves the page that verifies the receipts of fair sessions."""

from __future__ import annotations

from importlib.resources import files
from typing import Final

from aiohttp import web

PATH: Final = "/verify.html"
_HEADERS: Final = {
    # The page has its own policy, which allows its script by hash and no requests at all. A second
    # policy can only forbid more; this one forbids what a page cannot forbid itself.
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Content-Disposition": 'inline; filename="verify.html"',
}


class VerifyPage:
    """Serves ``verify.html``, the same file that works from a disk."""

    def __init__(self) -> None:
        self._page = files(__package__).joinpath("verify.html").read_bytes()

    def add_to(self, app: web.Application) -> None:
        """Add the route to ``app``."""
        app.router.add_get(PATH, self._serve)

    async def _serve(self, _: web.Request) -> web.Response:
        return web.Response(
            body=self._page, content_type="text/html", charset="utf-8", headers=_HEADERS
        )


def page_url(public_url: str | None) -> str | None:
    """Return the address of the page, or ``None`` if the server has no public address."""
    return None if public_url is None else f"{public_url}{PATH}"

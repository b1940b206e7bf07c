"""Restricts the web client's API to its own page, on this machine.

A page from another host can make a browser send requests to 127.0.0.1. It is recognized by the Host
header (DNS rebinding), by its Origin, and by a header that it cannot set without a preflight.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from localcord.errors import LocalcordError
from localcord.json_codec import encode
from localcord.web.bodies import BadRequest

HEADER = "X-Localcord"
_HOSTS = ("127.0.0.1", "localhost")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler, *, page: bool = False) -> Handler:
    """Allow only the client's own requests; errors become ``{"error": sentence}``.

    A ``page`` may be opened from anywhere, as by a link.
    """

    async def handle(request: web.Request) -> web.StreamResponse:
        problem = _problem(request, page=page)
        if problem is not None:
            return refusal(403, problem)
        try:
            return await handler(request)
        except BadRequest as error:
            return refusal(400, str(error))
        except LocalcordError as error:
            return refusal(409, str(error))

    return handle


def refusal(status: int, sentence: str) -> web.Response:
    """Return an error answer."""
    return answer({"error": sentence}, status)


def answer(value: object, status: int = 200) -> web.Response:
    """Return a JSON answer."""
    return web.Response(
        status=status, body=encode(value), content_type="application/json", headers=HEADERS
    )


def _problem(request: web.Request, *, page: bool) -> str | None:
    host = request.headers.get("Host", "")
    name, _, port = host.partition(":")
    socket_name = request.transport.get_extra_info("sockname") if request.transport else None
    if name not in _HOSTS or (socket_name and int(socket_name[1]) != _number(port or "80")):
        return "The client answers under its own address only."
    if page:
        return None
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return "Only the client's own page may ask this."
    if request.headers.get("Origin", f"http://{host}") != f"http://{host}":
        return "Only the client's own page may ask this."
    if request.method == "POST" and request.headers.get(HEADER) != "client":
        return f"A POST needs the header {HEADER}: client."
    return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else -1

"""Serves the web client's URLs, on the same port as the REST API."""

import asyncio
from functools import cache
from pathlib import Path

from aiohttp import web

from localcord.json_codec import encode
from localcord.rest.faults import Faults
from localcord.state.channels import Channel
from localcord.users.people import Person
from localcord.web.access_control import HEADERS, answer, guarded, refusal
from localcord.web.actions import ACTIONS, Action
from localcord.web.bodies import MAX_BYTES, BadRequest, Body, read_body
from localcord.web.client_state import ClientState
from localcord.web.fault_panel import FaultPanel
from localcord.web.view import View

STATIC = Path(__file__).parent / "static"
HEARTBEAT_SECONDS = 15.0
_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
}
_PICTURES = {".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}


class Site:
    """Serves the page, its events and its actions."""

    def __init__(self, client_state: ClientState, faults: Faults) -> None:
        self._room = client_state
        self._faults = faults
        self._board = FaultPanel(faults, client_state.gateway, client_state.world.clock)
        self._closing = False

    def routes(self) -> list[web.RouteDef]:
        """Return all routes of the client."""
        return [
            web.get("/", guarded(self._page, page=True)),
            web.get("/client/static/{name}", guarded(self._static)),
            web.get("/client/events", guarded(self._events)),
            web.get("/client/files/{message}/{name}", guarded(self._file)),
            web.post("/client/faults", guarded(self._cause)),
            web.post("/client/{act}", guarded(self._act)),
        ]

    def close(self) -> None:
        """End all streams of events."""
        self._closing = True
        self._room.close()

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return _static_answer("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        return _static_answer(name) if name in _static_names() else refusal(404, "No such file.")

    async def _act(self, request: web.Request) -> web.StreamResponse:
        do = ACTIONS.get(request.match_info["act"])
        if do is None:
            return refusal(404, "There is no such act.")
        body = await _body(request)
        person, channel = self._place(body.text("user"), body.text("channel"))
        return answer(await do(Action(self._room, person, person.in_(channel), body)))

    async def _cause(self, request: web.Request) -> web.StreamResponse:
        self._board.inject(await _body(request))
        return answer({})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """Serve an attachment, pictures inline and all others as downloads."""
        query = request.query
        person, channel = self._place(query.get("user", ""), query.get("channel", ""))
        name, id = request.match_info["name"], request.match_info["message"]
        messages_by_id = {str(message.id): message for message in person.sees(channel)}
        if id not in messages_by_id or name not in messages_by_id[id].files:
            return refusal(404, "No such file.")
        kind = _PICTURES.get(Path(name).suffix.lower())
        headers = HEADERS if kind else {**HEADERS, "Content-Disposition": "attachment"}
        return web.Response(
            body=messages_by_id[id].files[name],
            content_type=kind or "application/octet-stream",
            headers=headers,
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Stream one user's view: the whole state first, then changes."""
        person, channel = self._place(
            request.query.get("user", ""), request.query.get("channel", "")
        )
        view = View(self._room, self._board, person, channel)
        response = web.StreamResponse(
            headers={**HEADERS, "Content-Type": "text/event-stream; charset=utf-8"}
        )
        await response.prepare(request)
        world = self._room.world
        watched = (self._room, world, self._room.gateway, self._faults, self._board)
        try:
            await response.write(b"retry: 500\n\n")
            while not self._closing:
                bell: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                for observed in watched:
                    observed.add_observer(bell)
                changes = view.changes()
                frame = b"data: " + encode(changes) + b"\n\n" if changes else b": still here\n\n"
                await response.write(frame)
                await asyncio.wait((bell,), timeout=HEARTBEAT_SECONDS)
        except ConnectionResetError:
            pass
        return response

    def _place(self, user: str, channel: str) -> tuple[Person, Channel]:
        """Return the requested user and channel, by default the first of each.

        Raises BadRequest for unknown ones, and for direct messages of other users.
        """
        client_state, world = self._room, self._room.world
        if not client_state.people:
            raise BadRequest("There is no user here yet.")
        person = client_state.person(int(user)) if user.isdecimal() else client_state.people[0]
        if person is None:
            raise BadRequest("There is no such user.")
        if channel.isdecimal():
            place = world.channels.get(int(channel))
        else:
            public = [
                world_channel
                for world_channel in world.channels.values()
                if world_channel.guild is not None
            ]
            place = public[0] if public else person.direct
        if place is None or place.recipient not in (None, person.account):
            raise BadRequest("There is no such channel.")
        return person, place


async def _body(request: web.Request) -> Body:
    if request.content_type != "application/json":
        raise BadRequest("The body must be JSON.")
    if not 0 < (request.content_length or 0) <= MAX_BYTES:
        raise BadRequest(f"The body must have 1 to {MAX_BYTES} bytes.")
    return read_body(await request.read())


@cache
def _static_names() -> frozenset[str]:
    return frozenset(file.name for file in STATIC.iterdir() if file.suffix in _TYPES)


@cache
def _static_bytes(name: str) -> bytes:
    return (STATIC / name).read_bytes()


def _static_answer(name: str) -> web.Response:
    kind = _TYPES[Path(name).suffix]
    return web.Response(
        body=_static_bytes(name), content_type=kind, charset="utf-8", headers=HEADERS
    )

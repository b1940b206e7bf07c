"""A bot over HTTP that verifies requests and sends scripted responses."""

import inspect
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson
from aiohttp import web
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from localcord import Server, Settings
from tests.localcord.raw_bot import ROLL, Json, Rest, rest_of

Answering: TypeAlias = Callable[[Json], Any]
PONG: Json = {"type": 1}
SEVENTEEN: Json = {"type": 4, "data": {"content": "17"}}


@dataclass(slots=True)
class Bot:
    """The requests in order, and the scripted response: JSON, a response, or a future."""

    rest: Rest
    answer: Answering
    interactions: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    refused: int = 0
    lines: set[object] = field(default_factory=set)
    checks: bool = True
    verify_key: str = ""

    async def hear(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        self.lines.add(request.transport)
        self.headers.append(dict(request.headers))
        if self.checks and not self._is_genuine(request, raw):
            self.refused += 1
            return web.Response(status=401, text="invalid request signature")
        interaction = orjson.loads(raw)
        if interaction["type"] == 1:
            return web.json_response(PONG)
        self.interactions.append(interaction)
        answer = self.answer(interaction)
        if inspect.isawaitable(answer):
            answer = await answer
        return answer if isinstance(answer, web.StreamResponse) else web.json_response(answer)

    def _is_genuine(self, request: web.Request, raw: bytes) -> bool:
        signature = bytes.fromhex(request.headers["X-Signature-Ed25519"])
        signed = request.headers["X-Signature-Timestamp"].encode() + raw
        try:
            VerifyKey(bytes.fromhex(self.verify_key)).verify(signed, signature)
        except BadSignatureError:
            return False
        return True


@asynccontextmanager
async def listening(
    handle: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> AsyncIterator[str]:
    """Serve one handler at the address that is given."""
    application = web.Application()
    application.router.add_post("/interactions", handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    try:
        await web.SockSite(runner, listener).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/interactions"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def http_bot(
    answer: Answering = lambda interaction: SEVENTEEN, settings: Settings | None = None
) -> AsyncIterator[tuple[Server, Bot]]:
    """A Discord with an endpoint whose bot has registered ``/roll``."""
    async with Server(settings) as server, rest_of(server) as rest:
        bot = Bot(rest, answer, verify_key=server.verify_key)
        await rest.register(ROLL)
        async with listening(bot.hear) as url:
            await server.interactions_endpoint(url)
            bot.headers.clear()
            yield server, bot

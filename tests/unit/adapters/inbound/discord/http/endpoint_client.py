"""Posts signed and unsigned requests to the endpoint."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

import hikari
from aiohttp import web
from nacl.signing import SigningKey

from nazh.adapters.inbound.discord.http.endpoint import Endpoint
from nazh.adapters.inbound.discord.http.signatures import SignatureVerifier
from nazh.adapters.inbound.discord.interactions.admission import AdmissionQueue
from nazh.adapters.inbound.discord.interactions.sending.responder import PENDING
from nazh.adapters.inbound.discord.rest_bot import new_rest_bot
from nazh.adapters.inbound.web.connection_limits import ConnectionLimits
from nazh.adapters.inbound.web.connections import ConnectionLimiter

KEY: Final = SigningKey(b"k" * 32)
NOW: Final = 1_700_000_000
ANSWER: Final = b'{"type":4,"data":{"content":"17"}}'
PATIENCE: Final = 5.0
LIMITS: Final = ConnectionLimits()
Response = tuple[int, dict[str, str], bytes]
"""Status, headers by their names in small letters, and body."""


def interaction(id: int = 1, **more: object) -> bytes:
    """Return the body of a command of Alice's, in a direct message."""
    body: dict[str, object] = {
        "id": str(id),
        "application_id": "3",
        "type": 2,
        "token": "t",
        "version": 1,
        "channel": {"id": "7", "type": 1, "name": None},
        "user": {
            "id": "1",
            "username": "alice",
            "discriminator": "0",
            "avatar": None,
            "global_name": None,
            "public_flags": 0,
        },
        "data": {"id": "1", "name": "roll", "type": 1},
        "locale": "en-US",
        "app_permissions": "0",
        "authorizing_integration_owners": {},
        "context": 1,
        "attachment_size_limit": 0,
    }
    return json.dumps({**body, **more}).encode()


PING: Final = b'{"type":1,"id":"1"}'


def signed(body: bytes, *, at: int = NOW, key: SigningKey = KEY) -> dict[str, str]:
    """Return the headers with which Discord posts ``body``."""
    time = str(at)
    return {
        "Content-Type": "application/json",
        "X-Signature-Ed25519": key.sign(time.encode() + body).signature.hex(),
        "X-Signature-Timestamp": time,
    }


def request(
    body: bytes,
    headers: dict[str, str],
    *,
    start: str = "POST /interactions HTTP/1.1",
    length: int | None = None,
) -> bytes:
    """Return a whole request; ``length`` overrides its Content-Length."""
    lines = [start, "Host: nazh.example"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@dataclass(slots=True)
class StubHandler:
    """Answers interactions when released, and records their ids and which answers were sent.

    After the response it has a follow-up, which ends when released.
    """

    seen: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)
    sent: list[bool] = field(default_factory=list)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    fails: bool = False

    async def dispatch(self, interaction: hikari.PartialInteraction) -> None:
        self.seen.append(int(interaction.id))
        await self.may_answer.wait()
        if self.fails:
            raise RuntimeError("nobody is there")
        pending = PENDING.get()
        assert pending is not None
        self.sent.append(await pending.set_result(200, ANSWER))
        await self.may_end.wait()
        self.done.append(int(interaction.id))


@dataclass(slots=True)
class Meter:
    """Counts rejected and unanswered requests; none are in flight."""

    reasons: Counter[str] = field(default_factory=Counter)
    in_flight: int = 0

    def count_rejected_request(self, reason: str) -> None:
        self.reasons[reason] += 1

    def count_failed_response(self, reason: str) -> None:
        self.reasons[reason] += 1


@dataclass(slots=True)
class EndpointServer:
    """A listening endpoint, and its requests in flight."""

    port: int
    endpoint: Endpoint
    handler: StubHandler
    meter: Meter
    connections: ConnectionLimiter

    async def send(self, *pieces: bytes) -> Response:
        """Send ``pieces`` on a connection of its own; return the response."""
        async with self.connection() as connection:
            for piece in pieces:
                await connection.send(piece)
            return await connection.receive()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[ClientConnection]:
        """Open a connection."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield ClientConnection(reader, writer)
        finally:
            writer.close()


@dataclass(slots=True)
class ClientConnection:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, piece: bytes) -> None:
        """Send bytes, so that the other side reads them separately."""
        self.writer.write(piece)
        await self.writer.drain()
        await asyncio.sleep(0.01)

    async def receive(self) -> Response:
        """Return the next response."""
        async with asyncio.timeout(PATIENCE):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode()
            start, *lines = head.strip().split("\r\n")
            headers = {
                name.lower(): value.strip()
                for name, _, value in (connection.partition(":") for connection in lines)
            }
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return int(start.split()[1]), headers, body

    async def is_closed(self) -> bool:
        """Whether the other side closes the connection."""
        async with asyncio.timeout(PATIENCE):
            return await self.reader.read() == b""


@asynccontextmanager
async def serve_endpoint(
    limits: ConnectionLimits = LIMITS, *, timeout: float = PATIENCE
) -> AsyncIterator[EndpointServer]:
    """Listen, as the program does."""
    handler, meter = StubHandler(), Meter()
    handler.may_answer.set()
    handler.may_end.set()
    factory = new_rest_bot("MQ.a.b", None).entity_factory
    connections = ConnectionLimiter(limits)
    endpoint = Endpoint(handler, factory, meter, AdmissionQueue(meter, meter), connections, timeout)
    key = bytes(KEY.verify_key)
    endpoint.open(SignatureVerifier(key, lambda: datetime.fromtimestamp(NOW, UTC)))
    app = web.Application(middlewares=[connections.track])
    app.router.add_get("/readyz", _ready)
    endpoint.add_to(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, auto_decompress=False)
    await runner.setup()
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    factory_of = connections.protocol_factory(runner.server)
    listener = await loop.create_server(factory_of, "127.0.0.1", 0)
    port = listener.sockets[0].getsockname()[1]
    try:
        yield EndpointServer(port, endpoint, handler, meter, connections)
    finally:
        listener.close()
        await runner.cleanup()


async def _ready(_: web.Request) -> web.Response:
    return web.Response(text="ready")

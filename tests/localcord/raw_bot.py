"""A bot on bare sockets, with one gateway connection and REST calls."""

import zlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson

from localcord import Server
from localcord.errors import ErrorCollector

Json = Any
TIMEOUT = 60.0
"""A generous timeout in seconds, for busy machines."""


def strict() -> ErrorCollector:
    """Return a collector that refuses undocumented fields."""
    return ErrorCollector(refuse_unknown_fields=True)


class GatewaySocket:
    """One gateway connection. Reads plain, zlib-stream and zlib payload frames."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, stream: bool) -> None:
        self.socket = socket
        self._inflate = zlib.decompressobj() if stream else None

    async def hear(self) -> Json:
        """Return the next payload. Raises ConnectionError when the connection is closed."""
        message = await self.socket.receive(timeout=TIMEOUT)
        if message.type is aiohttp.WSMsgType.BINARY:
            if self._inflate is not None:
                return orjson.loads(self._inflate.decompress(message.data))
            return orjson.loads(zlib.decompress(message.data))
        if message.type is aiohttp.WSMsgType.TEXT:
            return orjson.loads(message.data)
        raise ConnectionError(f"closed with {self.socket.close_code}")

    async def hear_event(self, name: str) -> Json:
        """Return the next event of this name, skipping all else."""
        while True:
            payload = await self.hear()
            if payload["t"] == name:
                return payload

    async def say(self, op: int, data: Json) -> None:
        await self.socket.send_bytes(orjson.dumps({"op": op, "d": data}))

    async def identify(self, server: Server, **changes: Json) -> None:
        await self.say(2, identity(server, **changes))

    async def closed(self) -> int | None:
        """Read to the end and return the close code."""
        async for _ in self.socket:
            pass
        return self.socket.close_code


def identity(server: Server, **changes: Json) -> Json:
    return {
        "token": server.token,
        "intents": 0,
        "properties": {"os": "linux", "browser": "wire", "device": "wire"},
        **changes,
    }


@asynccontextmanager
async def connect_gateway(
    server: Server, compress: str | None = None
) -> AsyncIterator[GatewaySocket]:
    """Connect to the gateway, without reading HELLO."""
    query = {"v": "10", "encoding": "json"} | ({"compress": compress} if compress else {})
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(server.gateway_url, params=query) as socket,
    ):
        yield GatewaySocket(socket, stream=compress == "zlib-stream")


@asynccontextmanager
async def identified(server: Server, **changes: Json) -> AsyncIterator[tuple[GatewaySocket, Json]]:
    """Connect and identify; yields the connection and the READY data."""
    async with connect_gateway(server) as line:
        await line.hear()
        await line.identify(server, **changes)
        yield line, (await line.hear_event("READY"))["d"]


class Rest:
    """REST calls with the bot's token; returns status and JSON."""

    def __init__(self, server: Server, session: aiohttp.ClientSession) -> None:
        self._server = server
        self._session = session
        self.headers: Mapping[str, str] = {}

    async def call(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        token: str | None = None,
        data: aiohttp.FormData | None = None,
    ) -> tuple[int, Json]:
        headers = {"Authorization": f"Bot {token or self._server.token}"}
        async with self._session.request(
            method, self._server.api_url + path, json=body, data=data, headers=headers
        ) as response:
            self.headers = response.headers
            raw = await response.read()
            return response.status, orjson.loads(raw) if raw else None

    async def answer(
        self, interaction: Json, body: Json, *, show: bool = False
    ) -> tuple[int, Json]:
        """Send an interaction callback."""
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
        return await self.call("POST", path + ("?with_response=true" if show else ""), body)

    async def register(self, *commands: Json) -> None:
        path = f"/applications/{self._server.application_id}/commands"
        status, body = await self.call("PUT", path, list(commands))
        assert status == 200, body


@asynccontextmanager
async def rest_of(server: Server) -> AsyncIterator[Rest]:
    async with aiohttp.ClientSession() as session:
        yield Rest(server, session)


@asynccontextmanager
async def raw_bot(server: Server, **changes: Json) -> AsyncIterator[tuple[GatewaySocket, Rest]]:
    """A bare bot, identified, with a ``/roll`` that it does not answer by itself."""
    async with identified(server, **changes) as (line, _), rest_of(server) as rest:
        await rest.register(ROLL)
        yield line, rest


ROLL: Json = {
    "name": "roll",
    "description": "Throw dice.",
    "options": [{"type": 3, "name": "pool1", "description": "What to throw"}],
}

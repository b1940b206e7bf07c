"""Tests that the proxies expose only the endpoint, and retry unanswered requests."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from enum import Enum
from pathlib import Path

import aiohttp
import pytest

from nazh.adapters.inbound.discord.http.requests import MAX_BODY_BYTES
from ops.ports import reserved_port
from tests.proxies import PROXIES, proxy_command

TIMES = 12
"""Enough requests to reach each replica."""
STARTS_WITHIN = 60
Replica = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Away(Enum):
    """The ways in which a replica can be unavailable."""

    GONE = "connections to it are refused"
    SILENT = "connections to it are neither made nor refused, as when its machine is off"


async def read_request(reader: asyncio.StreamReader) -> tuple[str, bytes] | None:
    """Return the first line of a request and its body; ``None`` at the end of the connection."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return None
    length = re.search(r"(?i)content-length: (\d+)", head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return head.splitlines()[0], body


def says(status: str, body: bytes = b"") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def replica(answer: Callable[[bytes], bytes | None]) -> Replica:
    """Return a ready replica that sends ``answer``; ``None`` closes the connection instead."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await read_request(reader):
                line, body = request
                answer_bytes = says("200 OK") if line.startswith("GET /readyz") else answer(body)
                if answer_bytes is None:
                    break
                writer.write(answer_bytes)
                await writer.drain()
        except OSError:
            pass
        finally:
            writer.close()

    return serve


ECHO = replica(lambda body: says("200 OK", body))
HANGS_UP = replica(lambda _: None)
IS_ENDING = replica(lambda _: says("503 Service Unavailable"))


@contextmanager
def silent_port() -> Iterator[int]:
    """Yield a port with a full accept queue, so that connecting times out."""
    with socket.socket() as listening, socket.socket() as waiting:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        waiting.connect(listening.getsockname())
        yield listening.getsockname()[1]


@asynccontextmanager
async def listening(replicas: tuple[Replica | Away, Replica]) -> AsyncIterator[list[int]]:
    """Yield the ports of ``replicas``."""
    async with AsyncExitStack() as stack:
        ports = []
        for serve in replicas:
            if isinstance(serve, Away):
                port = reserved_port() if serve is Away.GONE else silent_port()
                ports.append(stack.enter_context(port))
                continue
            server = await stack.enter_async_context(
                await asyncio.start_server(serve, "127.0.0.1", 0)
            )
            ports.append(server.sockets[0].getsockname()[1])
        yield ports


@asynccontextmanager
async def running(
    kind: str, replicas: tuple[Replica | Away, Replica], folder: Path
) -> AsyncIterator[aiohttp.ClientSession]:
    """Yield a client of the proxy before ``replicas``."""
    async with AsyncExitStack() as stack:
        port, watched = stack.enter_context(reserved_port()), stack.enter_context(reserved_port())
        ports = await stack.enter_async_context(listening(replicas))
        process = await asyncio.create_subprocess_exec(
            *proxy_command(kind, port, watched, ports, folder),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as client:
                await _is_there(client)
                yield client
        finally:
            process.terminate()
            await process.wait()


async def _is_there(client: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            try:
                async with client.get("/nothing") as response:
                    assert response.status == 404
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.02)


async def post(client: aiohttp.ClientSession, body: bytes) -> tuple[int, bytes]:
    async with client.post("/interactions", data=body) as response:
        return response.status, await response.read()


@pytest.mark.parametrize("kind", PROXIES)
@pytest.mark.parametrize(
    "trouble",
    [Away.GONE, Away.SILENT, HANGS_UP, IS_ENDING],
    ids=["gone", "silent", "breaks", "ends"],
)
async def test_an_unanswered_request_is_answered_by_another_replica(
    kind: str, trouble: Replica | Away, tmp_path: Path
) -> None:
    bodies = [f"interaction {number}".encode() for number in range(TIMES)]

    async with running(kind, (trouble, ECHO), tmp_path) as client:
        answers = [await post(client, body) for body in bodies]

    assert answers == [(200, body) for body in bodies]


@pytest.mark.parametrize("kind", PROXIES)
async def test_only_the_endpoint_and_the_verification_page_are_public(
    kind: str, tmp_path: Path
) -> None:
    async with running(kind, (ECHO, ECHO), tmp_path) as client:
        async with client.get("/verify.html") as response:
            page = response.status
        async with client.post("/verify.html") as response:
            posted = response.status
        statuses = {}
        for path in ("/", "/metrics", "/readyz", "/interactions/", "/interactions"):
            async with client.get(path) as response:
                statuses[path] = response.status
        large, _ = await post(client, bytes(MAX_BODY_BYTES + 1))
        fits, _ = await post(client, bytes(MAX_BODY_BYTES))

    assert set(statuses.values()) <= {403, 404, 405}
    assert (page, posted in (403, 405)) == (200, True)
    assert (large, fits) == (413, 200)

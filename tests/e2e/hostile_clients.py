"""Opens many connections that are no use to anyone, from this machine."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import time
from typing import Final

from localcord import Server
from tests.e2e.program import Program

LOCAL: Final = "127.0.0.1"
_SMALL_WINDOW: Final = 4096


@asynccontextmanager
async def open_connections(
    port: int, count: int, request: bytes = b"", *, then: bytes = b"", source: str = LOCAL
) -> AsyncIterator[list[socket.socket]]:
    """Keep ``count`` connections open that send ``request``, then slowly ``then``, and never read.

    One byte of ``then`` is sent a second.
    """
    opened: list[socket.socket] = []
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit[1], limit[1]))  # a shell's is often 1,024
    try:
        for _ in range(count):
            opened.append(await _connect(port, source))  # noqa: PERF401  # what was opened is closed
        sending = [asyncio.create_task(_send(connection, request, then)) for connection in opened]
        yield opened
        for task in sending:
            task.cancel()
    finally:
        for connection in opened:
            connection.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)


@asynccontextmanager
async def slow_readers(port: int, count: int, request: Callable[[], bytes]) -> AsyncIterator[None]:
    """Let ``count`` clients read a byte a second of each response, and come back when closed."""
    tasks = [asyncio.create_task(_read_slowly(port, request)) for _ in range(count)]
    try:
        yield
        assert not any(task.done() for task in tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read_slowly(port: int, request: Callable[[], bytes]) -> None:
    loop = asyncio.get_running_loop()
    while True:
        connection = await _connect(port, LOCAL)
        try:
            with suppress(OSError):  # the other side has closed it
                await loop.sock_sendall(connection, request())
                while await loop.sock_recv(connection, 1):  # noqa: ASYNC110  # a slow client
                    await asyncio.sleep(1.0)
        finally:
            connection.close()
        await asyncio.sleep(1.0)


async def _connect(port: int, source: str) -> socket.socket:
    connection = socket.socket()
    connection.setblocking(False)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_WINDOW)
    connection.bind((source, 0))
    with suppress(ConnectionResetError):  # the other side has closed it at once
        await asyncio.get_running_loop().sock_connect(connection, (LOCAL, port))
    return connection


async def _send(connection: socket.socket, request: bytes, then: bytes) -> None:
    loop = asyncio.get_running_loop()
    with suppress(OSError):  # the other side has closed it
        await loop.sock_sendall(connection, request)
        for byte in then:
            await asyncio.sleep(1.0)
            await loop.sock_sendall(connection, bytes((byte,)))


def unfinished_interaction(size: int, path: str = "/interactions") -> bytes:
    """Return a request with a false signature, without the last byte of its body."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"X-Signature-Ed25519: {'00' * 64}\r\nX-Signature-Timestamp: {int(time())}\r\n"
        f"Content-Length: {size}\r\n\r\n"
    )
    return head.encode() + b" " * (size - 1)


def repeated_interaction(discord: Server) -> bytes:
    """Return the last interaction that was posted to the endpoint, signed anew."""
    body, timestamp = discord.endpoint.deliveries[-1].body, str(int(time()))
    signature = discord.world.application.keys.sign(timestamp, body)
    head = (
        "POST /interactions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        f"X-Signature-Ed25519: {signature}\r\nX-Signature-Timestamp: {timestamp}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def resident_mib(program: Program) -> int:
    """Return the memory that a program occupies."""
    lines = Path(f"/proc/{program.process.pid}/status").read_text().splitlines()
    (line,) = (line for line in lines if line.startswith("VmRSS:"))
    return int(line.split()[1]) // 1024

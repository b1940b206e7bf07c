"""Tests over real sockets what clients can hold, and for how long."""

from __future__ import annotations

import asyncio
import logging
import socket
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web

from nazh.adapters.inbound.web.connection_limits import MAX_CONNECTIONS, ConnectionLimits
from nazh.adapters.inbound.web.connections import (
    TOO_LARGE,
    TOO_MANY,
    TOO_SLOW,
    ClientConnection,
    ConnectionLimiter,
    address_group,
)
from tests.doubles.skipping_loop import SkippingLoop

PATIENCE = 10.0
SHORT = 0.2
OTHER_ADDRESS = "127.0.0.2"
GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
GET_HUGE = b"GET /huge HTTP/1.1\r\nHost: a\r\n\r\n"
GET_LAST = b"GET /buffered HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
GET_HELD = b"GET /held HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
POST_HELD = POST.replace(b"/body", b"/held")
HUGE = 64 * 1024 * 1024
"""More than the system buffers for a connection."""
SMALL_BUFFER = 4_096


@dataclass(slots=True)
class Client:
    """One connection to the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def status(self) -> int:
        """Return the status of the next response, and read its body."""
        async with asyncio.timeout(PATIENCE):
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await self.reader.readexactly(int(length or 0))
        return int(head.split()[1])

    async def is_closed(self) -> bool:
        """Wait until the server closes the connection."""
        async with asyncio.timeout(PATIENCE):
            try:
                return await self.reader.read() == b""
            except ConnectionResetError:
                return True


@dataclass(slots=True)
class Server:
    """A server with limits. /held is answered when ``may_answer`` is set.

    ``parts`` counts those of /parts that were written.
    """

    port: int
    limiter: ConnectionLimiter
    may_answer: asyncio.Event
    parts: list[int]
    clients: list[Client]

    async def connect(self, address: str = "127.0.0.1", buffer: int | None = None) -> Client:
        end = socket.socket()
        end.setblocking(False)
        end.bind((address, 0))
        if buffer is not None:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        await asyncio.get_running_loop().sock_connect(end, ("127.0.0.1", self.port))
        reader, writer = await asyncio.open_connection(sock=end)
        self.clients.append(Client(reader, writer))
        return self.clients[-1]

    async def until_open(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.limiter.open != count:  # noqa: ASYNC110  # a count has no Event
                await asyncio.sleep(0.01)

    async def until_received(self, size: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.limiter.unverified_bytes < size:  # noqa: ASYNC110  # a count has no Event
                await asyncio.sleep(0.01)


@asynccontextmanager
async def serve(limits: ConnectionLimits, body_seconds: float = PATIENCE) -> AsyncIterator[Server]:
    """Listen, and close overdue connections often."""
    limiter, may_answer, parts = ConnectionLimiter(limits), asyncio.Event(), list[int]()

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="here")

    async def held(request: web.Request) -> web.Response:
        if request.can_read_body:
            await limiter.read(request, 1_000_000, PATIENCE)
        await may_answer.wait()
        return web.Response(text="at last")

    async def huge(_: web.Request) -> web.Response:
        return web.Response(body=bytes(HUGE))

    async def buffered(request: web.Request) -> web.Response:
        assert request.transport is not None
        end = request.transport.get_extra_info("socket")
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL_BUFFER)
        return web.Response(body=bytes(60_000))  # which aiohttp buffers without waiting

    async def in_parts(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(HUGE)})
        await response.prepare(request)
        for number in range(64):
            await response.write(bytes(HUGE // 64))
            parts.append(number)
        return response

    async def body(request: web.Request) -> web.Response:
        return web.Response(body=await limiter.read(request, 1_000_000, body_seconds))

    async def sweep() -> None:
        while True:
            await asyncio.sleep(0.02)
            limiter.close_overdue()

    app = web.Application(middlewares=[limiter.track])
    app.router.add_get("/", answer)
    app.router.add_get("/held", held)
    app.router.add_post("/held", held)
    app.router.add_get("/huge", huge)
    app.router.add_get("/buffered", buffered)
    app.router.add_get("/parts", in_parts)
    app.router.add_post("/body", body)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, lingering_time=SHORT)
    await runner.setup()
    assert runner.server is not None
    loop = asyncio.get_running_loop()
    listener = await loop.create_server(limiter.protocol_factory(runner.server), "127.0.0.1", 0)
    sweeping = asyncio.create_task(sweep())
    server = Server(listener.sockets[0].getsockname()[1], limiter, may_answer, parts, [])
    try:
        yield server
    finally:
        sweeping.cancel()
        may_answer.set()
        for client in server.clients:
            client.writer.close()
        listener.close()
        await runner.cleanup()


async def test_the_longest_waiting_connection_of_an_address_makes_room() -> None:
    async with serve(ConnectionLimits(total=100, per_address=4)) as server:
        idle = [await server.connect() for _ in range(4)]
        await server.until_open(4)
        late = await server.connect()
        late.send(GET)

        assert await late.status() == 200
        assert await idle[0].is_closed()
        assert (server.limiter.open, server.limiter.closed[TOO_MANY]) == (4, 1)
        for client in idle[1:]:
            client.send(GET)
            assert await client.status() == 200


async def test_one_address_does_not_keep_another_out() -> None:
    async with serve(ConnectionLimits(total=8, per_address=4)) as server:
        early = await server.connect(OTHER_ADDRESS)
        await server.until_open(1)
        for _ in range(20):
            await server.connect()
        late = await server.connect(OTHER_ADDRESS)

        for other in (early, late):
            other.send(GET)
            assert await other.status() == 200
        await server.until_open(6)


async def test_all_addresses_together_are_limited() -> None:
    async with serve(ConnectionLimits(total=4, per_address=3)) as server:
        idle = [await server.connect(f"127.0.0.{number}") for number in (1, 1, 2, 2)]
        await server.until_open(4)
        late = await server.connect("127.0.0.3")
        late.send(GET)

        assert await late.status() == 200
        assert await idle[0].is_closed()
        assert server.limiter.open == 4


async def test_simultaneous_connections_each_take_the_room_of_another() -> None:
    server: Any = None
    limiter = ConnectionLimiter(ConnectionLimits(total=2, per_address=2))

    for _ in range(5):
        assert limiter.admit(ClientConnection(limiter, server))

    assert limiter.open == 2


async def test_a_connection_that_its_client_closes_makes_room() -> None:
    async with serve(ConnectionLimits(request_seconds=10 * PATIENCE)) as server:
        client = await server.connect()
        await server.until_open(1)
        client.writer.close()

        await server.until_open(0)


async def test_addresses_without_connections_take_no_memory() -> None:
    server: Any = None
    limiter = ConnectionLimiter(ConnectionLimits())
    tracemalloc.start()
    try:
        for number in range(1_000):
            connection = ClientConnection(limiter, server)
            connection.address = f"192.0.2.{number}"
            limiter.admit(connection)
            limiter.forget(connection)
        held_bytes, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held_bytes < 100_000


async def test_a_connection_with_a_request_in_progress_is_not_closed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with serve(ConnectionLimits(2, 2, request_seconds=SHORT)) as server:
        busy = [await server.connect() for _ in range(2)]
        for client in busy:
            client.send(GET_HELD)
        await asyncio.sleep(2 * SHORT)
        late = [await server.connect() for _ in range(3)]

        assert all([await client.is_closed() for client in late])
        server.may_answer.set()
        assert [await client.status() for client in busy] == [200, 200]
        assert server.limiter.closed == {TOO_MANY: 3, TOO_SLOW: 0, TOO_LARGE: 0}
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert [warning.getMessage() for warning in warnings] == [
        "clients hold too much, refusing some (2 connections, 0 unverified bytes)"
    ]


async def test_a_request_whose_body_was_read_is_in_progress() -> None:
    async with serve(ConnectionLimits(1, 1, request_seconds=SHORT)) as server:
        client = await server.connect()
        client.send(POST_HELD % 4)
        await server.until_received(len(POST_HELD % 4))
        client.send(b"body")
        await asyncio.sleep(2 * SHORT)

        assert server.limiter.unverified_bytes == 0
        server.may_answer.set()
        assert await client.status() == 200


@pytest.mark.parametrize("start", [b"", b"G", GET[:-1], POST % 5 + b"four"], ids=repr)
async def test_a_request_that_does_not_arrive_times_out(start: bytes) -> None:
    async with serve(ConnectionLimits(request_seconds=SHORT)) as server:
        client = await server.connect()
        client.send(start)

        assert await client.is_closed()
        await server.until_open(0)
        assert server.limiter.closed[TOO_SLOW] == 1
        assert server.limiter.unverified_bytes == 0


@pytest.mark.parametrize("is_first", [True, False])
async def test_a_head_that_trickles_in_times_out(is_first: bool) -> None:
    async with serve(ConnectionLimits(request_seconds=SHORT)) as server:
        client = await server.connect()
        if not is_first:
            client.send(GET)
            assert await client.status() == 200
        client.send(GET[:-2])
        lines_sent = 0
        async with asyncio.timeout(PATIENCE):
            while server.limiter.open:
                client.send(b"X: y\r\n" if lines_sent % 2 else b"Y: x\r\n")
                await asyncio.sleep(0.01)
                lines_sent += 1

        assert lines_sent > 1
        assert server.limiter.closed[TOO_SLOW] == 1


@pytest.mark.slow
async def test_a_body_may_take_as_long_as_the_head_before_it() -> None:
    limit = 10 * SHORT
    async with serve(ConnectionLimits(request_seconds=limit)) as server:
        client = await server.connect()
        await asyncio.sleep(limit * 0.6)
        client.send(POST % 5 + b"four")
        await asyncio.sleep(limit * 0.6)
        client.send(b"5")

        assert await client.status() == 200


async def test_a_connection_between_two_requests_is_kept_for_a_while() -> None:
    limits = ConnectionLimits(request_seconds=SHORT, idle_seconds=4 * SHORT)
    async with serve(limits) as server:
        client = await server.connect()
        for _ in range(2):
            client.send(GET)
            assert await client.status() == 200
            await asyncio.sleep(2 * SHORT)

        assert await client.is_closed()
        assert server.limiter.closed[TOO_SLOW] == 0


@pytest.mark.parametrize(
    ("request_bytes", "buffer"), [(GET_HUGE, None), (GET_LAST, SMALL_BUFFER)], ids=["huge", "last"]
)
async def test_a_response_that_is_not_read_is_given_up(
    request_bytes: bytes, buffer: int | None
) -> None:
    async with serve(ConnectionLimits(idle_seconds=SHORT)) as server:
        client = await server.connect(buffer=buffer)
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]  # of every socket
        client.send(request_bytes)
        await server.until_open(1)

        await server.until_open(0)
        client.writer.transport.resume_reading()  # type: ignore[attr-defined]  # of every socket
        with pytest.raises(ConnectionResetError):
            await client.reader.read()


async def test_a_response_is_written_as_fast_as_it_is_read() -> None:
    async with serve(ConnectionLimits()) as server:
        client = await server.connect()
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]  # of every socket
        client.send(b"GET /parts HTTP/1.1\r\nHost: a\r\n\r\n")
        await asyncio.sleep(SHORT)
        assert len(server.parts) < 64

        client.writer.transport.resume_reading()  # type: ignore[attr-defined]  # of every socket
        assert await client.status() == 200


async def test_the_rest_of_a_request_that_was_answered_early_does_not_count() -> None:
    async with serve(ConnectionLimits(unverified_bytes=100_000)) as server:
        client = await server.connect()
        client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\nstart")
        assert await client.status() == 405
        assert server.limiter.unverified_bytes == 0

        client.send(bytes(200_000))
        assert await client.is_closed()
        assert server.limiter.closed[TOO_LARGE] == 0


async def test_unfinished_heads_have_one_limit() -> None:
    async with serve(ConnectionLimits(unverified_bytes=100_000)) as server:
        large = await server.connect()
        large.send(POST % 5)
        await server.until_received(len(POST % 5))
        large.send(b"first")
        assert await large.status() == 200
        large.send(GET[:-2] + b"".join(b"X%d: %b\r\n" % (i, b"x" * 8_000) for i in range(9)))
        rest = [await server.connect() for _ in range(9)]
        for client in rest:
            client.send(GET[:-2] + b"X: %b\r\n" % (b"x" * 4_000))

        assert await large.is_closed()
        for client in rest:
            client.send(b"\r\n")
            assert await client.status() == 200
        assert server.limiter.closed[TOO_LARGE] == 1
        assert server.limiter.unverified_bytes == 0


async def test_unfinished_bodies_have_one_limit() -> None:
    async with serve(ConnectionLimits(unverified_bytes=100_000)) as server:
        clients = [await server.connect() for _ in range(10)]
        for client in clients:
            client.send(POST % 50_000)
        await server.until_received(sum(len(POST % 50_000) for _ in clients))
        for client in clients:
            client.send(bytes(15_000))
        answers = [asyncio.create_task(client.status()) for client in clients]
        refused, _ = await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
        small = await server.connect()
        small.send(POST % 3_000 + bytes(3_000))

        assert await small.status() == 200
        assert {answer.result() for answer in refused} == {503}
        assert server.limiter.unverified_bytes <= 100_000
        assert server.limiter.closed[TOO_LARGE] == 0
        for answer in answers:
            answer.cancel()


async def test_a_connection_is_served_after_a_refused_body() -> None:
    async with serve(ConnectionLimits(unverified_bytes=10_000), body_seconds=SHORT) as server:
        client = await server.connect()
        client.send(POST % 15_000)
        await server.until_received(len(POST % 15_000))
        client.send(bytes(15_000))
        assert await client.status() == 503

        client.send(POST % 5 + b"four")
        assert await client.status() == 408


def test_refusals_are_logged_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    limiter = ConnectionLimiter(ConnectionLimits(total=0))
    connection: Any = SimpleNamespace(address="127.0.0.1")

    async def story() -> None:
        for pause in (0, 59, 1):
            await asyncio.sleep(pause)
            assert not limiter.admit(connection)

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(story())

    assert len(caplog.records) == 2


def test_connections_leave_files_for_everything_else() -> None:
    small, usual = (ConnectionLimits.for_open_files(files) for files in (1_024, 65_536))

    assert (small.total, small.per_address) == (512, 256)
    assert (usual.total, usual.per_address) == (MAX_CONNECTIONS, MAX_CONNECTIONS // 2)


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_network_of_ipv6_is_one_address(address: str, group: str) -> None:
    assert address_group(address) == group

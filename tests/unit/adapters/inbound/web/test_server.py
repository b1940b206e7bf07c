"""Tests the HTTP pages over real sockets."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
import pytest_asyncio

from nazh.adapters.inbound.web.connection_limits import ConnectionLimits
from nazh.adapters.inbound.web.connections import ConnectionLimiter
from nazh.adapters.inbound.web.dashboard import Dashboard
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.live import MAX_VIEWERS
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.rates import EVERY, Sampler
from nazh.adapters.inbound.web.server import RouteProvider, WebServer
from nazh.adapters.inbound.web.status import Build, StatusReporter
from nazh.application.shared.status_panels import Outcomes
from tests.doubles.runtime import (
    FakeBot,
    FakeCounters,
    FakeGateway,
    FakeLoop,
    FakeShard,
)

PROBES = ("/readyz", "/startupz", "/healthz", "/__heartbeat__")


class Counting:
    """An exposition that counts requests."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> bytes:
        self.asked += 1
        return f"asked_total {self.asked}\n".encode()


@dataclass
class RunningServer:
    """A server and the health that it reports."""

    port: int = 0
    gateway: FakeGateway = field(default_factory=FakeGateway)
    loop: FakeLoop = field(default_factory=FakeLoop)
    counters: FakeCounters = field(default_factory=FakeCounters)
    every: float = EVERY
    routes: tuple[RouteProvider, ...] = ()
    limits: ConnectionLimits = field(default_factory=ConnectionLimits)

    def __post_init__(self) -> None:
        build = Build("1.2.3", "abc<def", "https://here.test")
        sampler = Sampler((self.counters.panel,), dict)
        self.health = Health(self.gateway, self.loop, {})
        self.dashboard = Dashboard(
            StatusReporter(build, self.health, self.gateway, self.loop, sampler, FakeBot())
        )
        self.server = WebServer(
            "127.0.0.1",
            self.port,
            Counting(),
            self.health,
            Probes(self.health, build),
            self.dashboard,
            sampler,
            ConnectionLimiter(self.limits),
            self.routes,
            every=self.every,
        )

    async def open(self) -> RunningServer:
        self.address = f"http://127.0.0.1:{await self.server.start()}"
        return self

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.request("GET", self.address + path) as response:
            return response.status, await response.text()


@pytest_asyncio.fixture
async def server() -> AsyncIterator[RunningServer]:
    opened = await RunningServer().open()
    yield opened
    await opened.server.stop()


async def test_metrics_are_rendered_for_each_request(server: RunningServer) -> None:
    for time in (1, 2):
        async with aiohttp.request("GET", f"{server.address}/metrics") as response:
            assert await response.text() == f"asked_total {time}\n"
            assert response.headers["Content-Type"] == Counting.content_type


async def test_the_process_is_alive_while_the_loop_monitor_runs(server: RunningServer) -> None:
    server.gateway.watched = (FakeShard(is_healthy=False),)

    assert await server.get("/livez") == (200, "alive\n")

    server.loop.age = 6.0

    assert (await server.get("/livez"))[0] == 503


@pytest.mark.parametrize("path", PROBES)
async def test_a_program_that_is_not_on_discord_has_not_started(
    server: RunningServer, path: str
) -> None:
    assert (await server.get(path))[0] == 503

    server.health.start()

    assert (await server.get(path))[0] == 200


@pytest.mark.parametrize("path", ["/readyz", "/healthz", "/__heartbeat__"])
async def test_a_draining_program_is_not_ready(server: RunningServer, path: str) -> None:
    server.health.start()
    server.health.drain()

    assert (await server.get(path))[0] == 503
    assert (await server.get("/livez"))[0] == 200
    assert (await server.get("/startupz"))[0] == 200


async def test_a_request_in_progress_is_not_closed_for_a_new_connection() -> None:
    server = await RunningServer(limits=ConnectionLimits(total=1, per_address=1)).open()

    async with aiohttp.request("GET", f"{server.address}/api/v1/live") as stream:
        await stream.content.readline()
        with pytest.raises(aiohttp.ClientError):
            await server.get("/livez")

    await server.server.stop()


async def test_a_late_loop_keeps_the_probe_ready(server: RunningServer) -> None:
    server.health.start()
    server.loop.worst_lag = 1.5

    assert await server.get("/readyz") == (200, "ready\n")


async def test_a_failing_probe_names_the_reason(server: RunningServer) -> None:
    server.health.start()
    server.gateway.watched = (FakeShard(0), FakeShard(1, is_healthy=False, ack_age=90.0))

    assert await server.get("/readyz") == (
        503,
        "shard 1: Discord is silent: last heartbeat acknowledged 90 s ago\n",
    )


async def test_the_status_is_complete_as_json(server: RunningServer) -> None:
    server.health.start()

    status = json.loads((await server.get("/api/v1/status"))[1])

    assert (status["state"], status["ready"], status["reasons"]) == ("ok", True, [])
    assert status.keys() >= {
        *("version", "commit", "uptime_seconds", "guilds", "interactions_in_flight"),
        *("event_loop_lag_max_seconds", "heartbeat_interval_seconds", "shards"),
        "response_p99_seconds",
    }


async def test_details_are_answered(server: RunningServer) -> None:
    server.health.start()
    server.loop.worst_lag = 1.5
    lag = {"state": "degraded", "detail": "at most 1500 ms late within the last minute"}
    details = json.loads((await server.get("/healthz"))[1])

    assert details["checks"]["loop"] == lag
    assert (details["alive"], details["draining"]) == (True, False)
    heartbeat = json.loads((await server.get("/__heartbeat__"))[1])
    assert (heartbeat["status"], heartbeat["checks"]["loop"]) == ("ok", "error")

    server.health.drain()
    server.loop.age = 6.0
    details = json.loads((await server.get("/healthz"))[1])

    assert (details["alive"], details["draining"]) == (False, True)
    heartbeat = json.loads((await server.get("/__heartbeat__"))[1])
    assert (heartbeat["status"], heartbeat["checks"]["drain"]) == ("error", "error")


async def test_dockerflow_is_answered(server: RunningServer) -> None:
    version = json.loads((await server.get("/__version__"))[1])

    assert version == {
        "source": "https://here.test",
        "version": "1.2.3",
        "commit": "abc<def",
        "build": "",
    }
    assert await server.get("/__lbheartbeat__") == (200, "")


@pytest.mark.parametrize(
    "path", ["/", "/assets/dashboard.js", "/api/v1/status", "/livez", "/metrics", "/nothing"]
)
async def test_every_response_has_security_headers_and_is_not_cached(
    server: RunningServer, path: str
) -> None:
    async with aiohttp.request("GET", server.address + path) as response:
        assert response.headers["Cache-Control"] == "no-store" or response.status == 404
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Server" not in response.headers


async def test_the_page_escapes_its_values(server: RunningServer) -> None:
    _, page = await server.get("/")

    assert "abc&lt;def" in page
    assert "abc<def" not in page


async def test_only_assets_are_handed_out(server: RunningServer) -> None:
    for path in ("/assets/server.py", "/assets/..%2fserver.py", "/assets/"):
        assert (await server.get(path))[0] == 404


async def test_viewers_get_updates_every_second_and_at_the_end(server: RunningServer) -> None:
    async with aiohttp.request("GET", f"{server.address}/api/v1/live") as stream:
        assert stream.content_type == "text/event-stream"
        assert await _event(stream) == "Starting"
        server.health.start()
        async with asyncio.timeout(5):
            while await _event(stream) != "Healthy":
                pass
        async with asyncio.timeout(5):
            await server.server.stop()
            rest = (await stream.content.read()).decode()

    assert rest.endswith("event: end\ndata: \n\n")


async def test_viewers_beyond_the_limit_are_rejected(server: RunningServer) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as viewers:
        viewer_responses = [
            await viewers.get(f"{server.address}/api/v1/live") for _ in range(MAX_VIEWERS + 1)
        ]

        assert [viewer.status for viewer in viewer_responses] == [200] * MAX_VIEWERS + [503]
        assert server.dashboard.live.viewers == MAX_VIEWERS

    async with asyncio.timeout(10):
        while server.dashboard.live.viewers:
            await server.get("/livez")


async def test_sampling_continues_after_an_error(caplog: pytest.LogCaptureFixture) -> None:
    looked = asyncio.Event()

    class Failure(FakeCounters):
        """Fails at the first check after the initial one."""

        times = 0

        def read(self) -> Outcomes:
            self.times += 1
            if self.times == 2:
                raise RuntimeError("no such thing")
            if self.times > 2:
                looked.set()
            return super().read()

    server = await RunningServer(counters=Failure(), every=0.01).open()

    async with asyncio.timeout(5):
        await looked.wait()
    await server.server.stop()

    assert "no such thing" in caplog.text


async def test_connections_without_a_request_are_closed_while_it_runs() -> None:
    limits = ConnectionLimits(request_seconds=0.05)
    server = await RunningServer(every=0.01, limits=limits).open()
    reader, writer = await asyncio.open_connection("127.0.0.1", server.address.rpartition(":")[2])

    async with asyncio.timeout(5):
        with pytest.raises(ConnectionResetError):
            await reader.read()

    writer.close()
    await server.server.stop()


async def test_a_taken_port_is_an_error_of_the_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = RunningServer(listener.getsockname()[1]).server
        with pytest.raises(OSError, match="address already in use"):
            await server.start()
        await server.stop()


async def test_stopping_twice_or_before_the_start_does_nothing() -> None:
    server = RunningServer().server

    await server.stop()
    await server.start()
    await server.stop()
    await server.stop()


async def _event(stream: aiohttp.ClientResponse) -> str:
    """Return the state in the next event."""
    text = ""
    async with asyncio.timeout(5):
        while not text.endswith("\n\n"):
            text += (await stream.content.readline()).decode()
    assert "event: status\ndata: <p id=" in text
    return text.partition("<strong>")[2].partition("</strong>")[0]


@pytest.mark.parametrize(
    ("raw_request", "status"),
    [
        (b"GET / HTTP/1.1\r\nNo Token: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 6\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 10_000 + b"\r\n\r\n", 400),
        (
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nxxx",
            405,
        ),
    ],
    ids=["no header", "two lengths", "long header", "packed"],
)
async def test_malformed_http_is_not_logged(
    server: RunningServer, raw_request: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.address.rpartition(":")[2])
    async with asyncio.timeout(5):
        writer.write(raw_request)
        head = await reader.readuntil(b"\r\n\r\n")
    writer.close()

    assert int(head.split()[1]) == status
    assert b"\r\nServer:" not in head
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []

"""The machine's own pages, over real sockets."""

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

from nazh.adapters.inbound.web.dashboard import Dashboard
from nazh.adapters.inbound.web.health import Health
from nazh.adapters.inbound.web.live import MOST_VIEWERS
from nazh.adapters.inbound.web.probes import Probes
from nazh.adapters.inbound.web.rates import EVERY, Sampler
from nazh.adapters.inbound.web.server import WebServer
from nazh.adapters.inbound.web.status import Build, Reporter
from tests.doubles.vitals import (
    Counts,
    SetTallies,
    StillBot,
    StillGateway,
    StillLoop,
    StillShard,
)

PROBES = ("/readyz", "/startupz", "/healthz", "/__heartbeat__")


class Counting:
    """An exposition that counts how often it is asked."""

    content_type = "text/plain; version=0.0.4; charset=utf-8"

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> bytes:
        self.asked += 1
        return f"asked_total {self.asked}\n".encode()


@dataclass
class House:
    """A server, and what it looks at."""

    port: int = 0
    gateway: StillGateway = field(default_factory=StillGateway)
    loop: StillLoop = field(default_factory=StillLoop)
    tallies: SetTallies = field(default_factory=SetTallies)
    every: float = EVERY

    def __post_init__(self) -> None:
        build, sampler = Build("1.2.3", "abc<def", "https://here.test"), Sampler(self.tallies)
        self.health = Health(self.gateway, self.loop, {})
        self.dashboard = Dashboard(
            Reporter(build, self.health, self.gateway, self.loop, sampler, StillBot())
        )
        self.server = WebServer(
            self.port,
            Counting(),
            self.health,
            Probes(self.health, build),
            self.dashboard,
            sampler,
            every=self.every,
        )

    async def open(self) -> House:
        self.address = f"http://127.0.0.1:{await self.server.start()}"
        return self

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.request("GET", self.address + path) as response:
            return response.status, await response.text()


@pytest_asyncio.fixture
async def house() -> AsyncIterator[House]:
    opened = await House().open()
    yield opened
    await opened.server.stop()


async def test_metrics_are_written_anew_each_time(house: House) -> None:
    for time in (1, 2):
        async with aiohttp.request("GET", f"{house.address}/metrics") as response:
            assert await response.text() == f"asked_total {time}\n"
            assert response.headers["Content-Type"] == Counting.content_type


async def test_the_process_is_alive_while_its_pulse_beats(house: House) -> None:
    house.gateway.watched[0].is_fresh = False

    assert await house.get("/livez") == (200, "alive\n")

    house.loop.age = 6.0

    assert (await house.get("/livez"))[0] == 503


@pytest.mark.parametrize("path", PROBES)
async def test_a_program_that_is_not_on_discord_has_not_started(house: House, path: str) -> None:
    assert (await house.get(path))[0] == 503

    house.health.start()

    assert (await house.get(path))[0] == 200


@pytest.mark.parametrize("path", ["/readyz", "/healthz", "/__heartbeat__"])
async def test_a_draining_program_is_not_ready(house: House, path: str) -> None:
    house.health.start()
    house.health.drain()

    assert (await house.get(path))[0] == 503
    assert (await house.get("/livez"))[0] == 200
    assert (await house.get("/startupz"))[0] == 200


async def test_a_probe_says_what_is_missing(house: House) -> None:
    house.health.start()
    house.gateway.watched = (StillShard(0), StillShard(1, is_fresh=False, ack_age=90.0))

    assert await house.get("/readyz") == (
        503,
        "shard 1: Discord is silent: last heartbeat acknowledged 90 s ago\n",
    )


async def test_dockerflow_is_answered(house: House) -> None:
    version = json.loads((await house.get("/__version__"))[1])

    assert version == {
        "source": "https://here.test",
        "version": "1.2.3",
        "commit": "abc<def",
        "build": "",
    }
    assert await house.get("/__lbheartbeat__") == (200, "")


@pytest.mark.parametrize(
    "path", ["/", "/assets/dashboard.js", "/api/v1/status", "/livez", "/metrics", "/nothing"]
)
async def test_every_answer_is_fenced_in_and_kept_by_nobody(house: House, path: str) -> None:
    async with aiohttp.request("GET", house.address + path) as response:
        assert response.headers["Cache-Control"] == "no-store" or response.status == 404
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_page_escapes_what_it_shows(house: House) -> None:
    _, page = await house.get("/")

    assert "abc&lt;def" in page
    assert "abc<def" not in page


async def test_only_assets_are_handed_out(house: House) -> None:
    for path in ("/assets/server.py", "/assets/..%2fserver.py", "/assets/"):
        assert (await house.get(path))[0] == 404


async def test_viewers_are_told_every_second_and_at_the_end(house: House) -> None:
    async with aiohttp.request("GET", f"{house.address}/api/v1/live") as stream:
        assert stream.content_type == "text/event-stream"
        assert await _event(stream) == "starting"
        house.health.start()
        async with asyncio.timeout(5):
            while await _event(stream) != "ok":
                pass
        async with asyncio.timeout(5):
            await house.server.stop()
            rest = (await stream.content.read()).decode()

    assert rest.endswith("event: end\ndata: \n\n")


async def test_a_crowd_of_viewers_is_turned_away(house: House) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as crowd:
        seen = [await crowd.get(f"{house.address}/api/v1/live") for _ in range(MOST_VIEWERS + 1)]

        assert [one.status for one in seen] == [200] * MOST_VIEWERS + [503]
        assert house.dashboard.live.viewers == MOST_VIEWERS

    async with asyncio.timeout(10):
        while house.dashboard.live.viewers:
            await house.get("/livez")


async def test_who_looks_around_goes_on_after_a_mishap(caplog: pytest.LogCaptureFixture) -> None:
    looked = asyncio.Event()

    class Mishap(SetTallies):
        """Fails at the first look around, after the one at the beginning."""

        times = 0

        def read(self) -> Counts:
            self.times += 1
            if self.times == 2:
                raise RuntimeError("no such thing")
            if self.times > 2:
                looked.set()
            return super().read()

    house = await House(tallies=Mishap(), every=0.01).open()

    async with asyncio.timeout(5):
        await looked.wait()
    await house.server.stop()

    assert "no such thing" in caplog.text


async def test_a_taken_port_is_an_error_of_the_system() -> None:
    with socket.create_server(("0.0.0.0", 0)) as taken:
        server = House(taken.getsockname()[1]).server
        with pytest.raises(OSError, match="address already in use"):
            await server.start()
        await server.stop()


async def test_stopping_twice_or_before_the_start_does_nothing() -> None:
    server = House().server

    await server.stop()
    await server.start()
    await server.stop()
    await server.stop()


async def _event(stream: aiohttp.ClientResponse) -> str:
    """Return the state that the next event tells."""
    text = ""
    async with asyncio.timeout(5):
        while not text.endswith("\n\n"):
            text += (await stream.content.readline()).decode()
    assert text.startswith("event: status\ndata: <p id=")
    return text.partition("<strong>")[2].partition("</strong>")[0]


@pytest.mark.parametrize(
    ("said", "status"),
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
async def test_strangers_write_nothing_in_the_log(
    house: House, said: bytes, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", house.address.rpartition(":")[2])
    async with asyncio.timeout(5):
        writer.write(said)
        start = await reader.readline()
    writer.close()

    assert int(start.split()[1]) == status
    assert [record for record in caplog.records if record.levelno > logging.DEBUG] == []

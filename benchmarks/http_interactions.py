"""Compares ``nazh serve`` with a bare server that verifies the same signatures.

``/help`` measures the transport, ``/roll`` the transport and a roll. Both use real sockets.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import aiohttp

from benchmarks.databases import NoDatabase, postgresql
from benchmarks.report import Part
from benchmarks.signed_requests import APPLICATION, KEY, Asked, signature_headers, signed_request

NAZH: Final = ("-m", "nazh", "serve")
MEMORY: Final = "memory:"
PING: Final = b'{"type":1}'
ROOT: Final = Path(__file__).parents[1]
CONNECTIONS: Final = {1: 200, 8: 800}
"""Keep-alive connections, and the requests in a slice."""
WARM_UP: Final = 300
QUICK: Final = 1.0
GOAL: Final = 1.3
"""The goal for an interaction that stores nothing, relative to the bare server."""
CHANNEL: Final = "nazh but the roll"
WITH_ROLL: Final = "nazh"
HELP: Final[Asked] = ("help", {})
"""Always has the same response, so it measures everything except the roll."""
ROLL: Final[Asked] = ("roll", {"pool1": "1d20+5"})
LARGE: Final[Asked] = ("roll", {"pool1": "a1d20+5, 2d6", "add_plot": True})
_LENGTH: Final = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


class NotStarted(Exception):
    """A server ended too early; the message is its output."""


@dataclass(slots=True)
class _Slices:
    """The measurements of one server at one number of connections, by slice, in seconds."""

    cpu: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Server:
    """A server and the request to send to it."""

    name: str
    process: asyncio.subprocess.Process
    port: int
    asked: Asked

    async def ask(self, times: int, lines: int) -> tuple[float, list[float]]:
        """Send the requests; return CPU seconds and the latencies."""
        requests = iter([signed_request(self.asked) for _ in range(times)])
        latencies: list[float] = []
        before = self.processor_time()
        await asyncio.gather(*(self._line(requests, latencies) for _ in range(lines)))
        return self.processor_time() - before, latencies

    async def _line(self, requests: Iterator[bytes], latencies: list[float]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        for request in requests:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            assert length is not None
            assert head.startswith(b"HTTP/1.1 200"), f"{self.name} answers {head!r}"
            await reader.readexactly(int(length[1]))
            latencies.append(time.perf_counter() - began)
        writer.close()

    def processor_time(self) -> float:
        """Return the CPU seconds of all its threads."""
        # The kernel's id of that process's CPU clock.
        return time.clock_gettime((~self.process.pid << 3) | 2)


def measure(seconds: float) -> Part:
    """Return the cost of an interaction; ``seconds`` is per server and number of connections."""
    return asyncio.run(_measure(seconds))


async def _measure(seconds: float) -> Part:
    part = Part("/roll over HTTP, from request to answer, beside a bare aiohttp server")
    async with AsyncExitStack() as stack:
        servers = await _servers(stack, part)
        for server in servers:
            await server.ask(WARM_UP, 4)
        grid = [f"{'lines':>6}  {'':<28}{'CPU':>10}{'p50':>12}{'p99':>12}"]
        for lines, times in CONNECTIONS.items():
            slices = await _race(servers, lines, times, seconds)
            _compare(part, lines, slices)
            grid += _rows(lines, slices)
    verifying = _verifying()
    part.amounts["http.verifying"] = (verifying * 1e6, "µs")
    grid.append(f"{'':>6}  {'of it verifying (PyNaCl)':<28}{verifying * 1e6:7.0f} µs")
    part.grid = "\n".join(grid)
    return part


async def _race(
    servers: list[_Server], lines: int, times: int, seconds: float
) -> dict[str, _Slices]:
    if seconds < QUICK:
        times //= 4
    slices = {server.name: _Slices() for server in servers}
    until = time.perf_counter() + seconds * len(servers)
    rounds = 0
    while rounds < 5 or time.perf_counter() < until:
        first = rounds % len(servers)
        for server in (*servers[first:], *servers[:first]):
            cpu, latencies = await server.ask(times, lines)
            slices[server.name].cpu.append(cpu / times)
            slices[server.name].latencies += latencies
        rounds += 1
    return slices


def _compare(part: Part, lines: int, slices: Mapping[str, _Slices]) -> None:
    bare, *nazh_names = slices
    for name, figures in slices.items():
        key = f"http.{name.replace(' ', '_')}"
        part.amounts[f"{key}.cpu.{lines}"] = (median(figures.cpu) * 1e6, "µs")
        part.amounts[f"{key}.p50.{lines}"] = (_at(figures.latencies, 0.5) * 1e3, "ms")
        part.amounts[f"{key}.p99.{lines}"] = (_at(figures.latencies, 0.99) * 1e3, "ms")
    for name in nazh_names:
        ratio = f"http.cpu.{name.replace(' ', '_')}_vs_bare.{lines}"
        both = zip(slices[name].cpu, slices[bare].cpu, strict=True)
        part.ratios[ratio] = median(a / b for a, b in both)
        if name in (CHANNEL, WITH_ROLL):
            part.at_most[ratio] = GOAL


def _rows(lines: int, slices: Mapping[str, _Slices]) -> list[str]:
    return [
        f"{lines:>6}  {name:<28}{median(figures.cpu) * 1e6:7.0f} µs"
        f"{_at(figures.latencies, 0.5) * 1e3:9.2f} ms{_at(figures.latencies, 0.99) * 1e3:9.2f} ms"
        for name, figures in slices.items()
    ]


def _at(latencies: list[float], share: float) -> float:
    return sorted(latencies)[min(len(latencies) - 1, int(len(latencies) * share))]


def _verifying() -> float:
    """Return the seconds of one verification, the minimum of many slices."""
    request = signed_request(ROLL)
    head, _, body = request.partition(b"\r\n\r\n")
    timestamp = re.search(rb"Timestamp: (\d+)", head)
    signature = re.search(rb"Ed25519: (\w+)", head)
    assert timestamp is not None
    assert signature is not None
    message, bytes_ = timestamp[1] + body, bytes.fromhex(signature[1].decode())
    durations = []
    for _ in range(50):
        began = time.process_time()
        for _ in range(20):
            KEY.verify_key.verify(message, bytes_)
        durations.append((time.process_time() - began) / 20)
    return min(durations)


async def _servers(stack: AsyncExitStack, part: Part) -> list[_Server]:
    bare = ("-m", "benchmarks.baselines.bare_http")
    temporary = stack.enter_context(TemporaryDirectory())
    stores = {WITH_ROLL: MEMORY, "nazh on SQLite": f"sqlite:///{temporary}/nazh.sqlite3"}
    try:
        stores["nazh on PostgreSQL"] = await stack.enter_async_context(postgresql())
    except NoDatabase as error:
        part.not_measured["http.cpu.nazh_on_PostgreSQL_vs_bare"] = str(error)
    running = [
        _running("bare", ROLL, bare, MEMORY),
        _running(CHANNEL, HELP, NAZH, MEMORY),
        *(_running(name, ROLL, NAZH, store) for name, store in stores.items()),
        _running("nazh with all it has", LARGE, NAZH, MEMORY),
    ]
    return [await stack.enter_async_context(context) for context in running]


@asynccontextmanager
async def _running(
    name: str, asked: Asked, arguments: Sequence[str], store: str
) -> AsyncIterator[_Server]:
    """Run a server until the block ends."""
    application = base64.urlsafe_b64encode(APPLICATION.encode()).decode().rstrip("=")
    with TemporaryDirectory() as temporary, (Path(temporary) / "log").open("w+") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=temporary,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "APP_ENV": "test",
                "PORT": "0",
                "DISCORD_TOKEN": f"{application}.benchmarks.benchmarks",
                # Nothing listens there, so all other requests to Discord fail immediately.
                "NAZH_DISCORD_API_URL": "http://127.0.0.1:1/api/v10",
                "NAZH_DISCORD_PUBLIC_KEY": bytes(KEY.verify_key).hex(),
                "NAZH_DATABASE_URL": store,
                # Limits are counted as in production, but too high to be reached.
                "NAZH_RATE_LIMIT_PER_USER": "999999999 per minute",
                "NAZH_RATE_LIMIT_PER_GUILD": "999999999 per minute",
                "NAZH_HTTP_DRAIN_SECONDS": "0",
            },
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
        )
        try:
            yield _Server(name, process, await _port(process), asked)
        except NotStarted as reason:
            log.seek(0)
            raise NotStarted(f"{name}: {log.read()}") from reason
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def _port(process: asyncio.subprocess.Process) -> int:
    """Return the port once the server responds on it."""
    assert process.stdout is not None
    line = (await process.stdout.readline()).decode()
    match = re.search(r":(\d+)/", line)
    if match is None:
        raise NotStarted
    port = int(match[1])
    async with asyncio.timeout(30):
        while True:
            async with aiohttp.request(
                "POST",
                f"http://127.0.0.1:{port}/interactions",
                data=PING,
                headers=signature_headers(PING),
            ) as answer:
                if answer.status == 200:
                    return port
            await asyncio.sleep(0.05)

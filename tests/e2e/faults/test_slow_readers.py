"""Tests clients that read a byte a second of each response of ``nazh serve``."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from time import monotonic

import aiohttp

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import StartScenario
from tests.e2e.faults.scenario import A_ROLL
from tests.e2e.faults.test_connections import (
    LIMITS_AS_SHIPPED,
    MAX_GROWTH,
    NO_LOG,
    RESPONSE_DEADLINE,
)
from tests.e2e.hostile_clients import repeated_interaction, resident_mib, slow_readers
from tests.e2e.http_program import serve_bot

SECONDS = int(os.environ.get("TEST_SLOW_READERS_SECONDS", "15"))
PAGES = ("/", "/metrics", "/api/v1/status", "/api/v1/live")
READERS = 60
"""Clients of each page, and of interactions."""
FIRST, PER_SECOND = 3, 2
PIPELINED = 30
CONNECTIONS = "nazh_http_connections"


async def test_clients_that_read_a_byte_a_second(
    table: Table, tmp_path: Path, start_scenario: StartScenario
) -> None:
    replica = await serve_bot(table.discord, tmp_path, **LIMITS_AS_SHIPPED)
    try:
        clients = (len(PAGES) + 1) * READERS
        scenario = await start_scenario(
            f"`nazh serve`: {clients} clients read a byte a second of pages and interactions",
            table,
            replica,
        )
        scenario.roll(FIRST)
        await scenario.responses()
        rest = most = resident_mib(replica)
        slowest = 0.0
        requests: list[Callable[[], bytes]] = [partial(page_requests, path) for path in PAGES]
        requests.append(partial(repeated_interaction, table.discord))
        async with AsyncExitStack() as stack:
            for request in requests:
                await stack.enter_async_context(slow_readers(replica.port, READERS, request))
            scenario.strike()
            await scenario.counts(CONNECTIONS, lambda value: value >= clients)
            for _ in range(SECONDS):
                scenario.roll(PER_SECOND)
                await asyncio.sleep(1)
                slowest = max(slowest, await seconds_for(replica.port, "/metrics"))
                most = max(most, resident_mib(replica))

            rolls = FIRST + PER_SECOND * SECONDS
            assert await scenario.responses() == {A_ROLL: rolls}
            assert scenario.observation.doubled == 0
            assert max(slowest, scenario.observation.slowest) < RESPONSE_DEADLINE
            assert most - rest < MAX_GROWTH
            assert (await replica.metrics())["nazh_roll_success_total"] == rolls
            await scenario.has_name("ok", "degraded")
        assert await scenario.alerts() == set()
        scenario.observation.log = NO_LOG
        ended = await replica.stop()
        assert "Traceback" not in ended.errors
    finally:
        replica.kill()
        await replica.process.wait()


def page_requests(path: str) -> bytes:
    """Return requests for a page, sent without waiting for responses."""
    return f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode() * PIPELINED


async def seconds_for(port: int, path: str) -> float:
    """Return how long another client waits for a page."""
    began = monotonic()
    async with aiohttp.request("GET", f"http://127.0.0.1:{port}{path}") as response:
        assert response.status == 200
        await response.read()
    return monotonic() - began

"""Tests connections that nobody needs: thousands of them, unfinished requests, and slow readers."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from yarl import URL

from nazh.adapters.inbound.discord.http.requests import MAX_BODY_BYTES
from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.scenario import A_ROLL
from tests.e2e.hostile_clients import open_connections, resident_mib, unfinished_interaction
from tests.e2e.http_program import serve_bot, start_replica, sync_commands
from tests.e2e.program import COMMAND, TIMEOUT
from tests.e2e.proxies import start_proxy
from tests.proxies import PROXIES

TOO_MANY = 'nazh_http_connections_closed_total{reason="too_many"}'
OVER_BUDGET = 'nazh_http_interactions_refused_total{reason="over_budget"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
FILES = 1024
"""The usual limit, as a hard one, so that the program cannot raise it."""
LIMITED = ("sh", "-c", f'ulimit -n {FILES}; exec "$@"', "sh")
MANY = 1_100
BODIES = 400
MAX_GROWTH = 64
"""MiB; all unfinished requests together have 16, and each connection its own few kilobytes."""
REFUSING = "clients hold too much"
LIMITS_AS_SHIPPED = {
    "NAZH_RATE_LIMIT_PER_USER": "30 per 10 seconds",
    "NAZH_RATE_LIMIT_PER_GUILD": "240 per 10 seconds",
    "NAZH_LOG_FORMAT": "json",
}
CLIENTS = 600
ANOTHER_ADDRESS = "127.0.0.2"
SECONDS = 8
RESPONSE_DEADLINE = 3.0
NO_LOG = "nothing"
PAGES = ("/metrics", "/", "/api/v1/status", "/verify.html", "/api/v1/live")
READERS = 60
PIPELINED = 30
MAX_LOG = 20_000
"""Characters."""


async def test_more_idle_connections_than_files(
    table: Table, running_at: RunningAt, start_scenario: StartScenario
) -> None:
    async with running_at(table, (*LIMITED, *COMMAND), **LIMITS_AS_SHIPPED) as bot:
        scenario = await start_scenario(
            f"{MANY:,} connections that send nothing, and then the gateway connection breaks",
            table,
            bot,
        )
        async with open_connections(bot.port, MANY):
            scenario.strike()
            await scenario.counts(TOO_MANY, lambda value: value >= MANY - FILES / 2)
            table.discord.gateway.drop()
            scenario.roll(20)

            assert await scenario.responses() == {A_ROLL: 20}
            assert await bot.get("/livez") == "alive\n"
            assert (await bot.metrics())[RESUMED] == 1
            await scenario.has_name("ok", "degraded")
            await scenario.says(REFUSING)
            await bot.metrics_when(lambda now: now["nazh_http_connections"] < FILES / 8)
            assert await scenario.alerts() == set()
        ended = await bot.stop()
        assert len(ended.errors) < MAX_LOG


async def test_unfinished_bodies_with_false_signatures(
    table: Table, tmp_path: Path, start_scenario: StartScenario
) -> None:
    replica = await serve_bot(table.discord, tmp_path, **LIMITS_AS_SHIPPED)
    try:
        scenario = await start_scenario(
            f"`nazh serve`: {BODIES} unfinished bodies with false signatures", table, replica
        )
        scenario.roll(3)
        await scenario.responses()
        rest = most = resident_mib(replica)
        request = unfinished_interaction(MAX_BODY_BYTES)
        async with open_connections(replica.port, BODIES, request):
            scenario.strike()
            scenario.roll(3)
            async with asyncio.timeout(TIMEOUT):
                while not (metrics := await replica.metrics())[OVER_BUDGET]:
                    most = max(most, resident_mib(replica))
            await scenario.counts(OVER_BUDGET, lambda value: value > 0)
            assert metrics["nazh_http_unverified_bytes"] <= 16 * 2**20
            assert await scenario.responses() == {A_ROLL: 6}
            await scenario.has_name("ok", "degraded")
            await scenario.says(REFUSING)
            for _ in range(100):
                most = max(most, resident_mib(replica))
                await asyncio.sleep(0.02)
        assert most - rest < MAX_GROWTH
        assert await scenario.alerts() == set()
    finally:
        replica.kill()
        await replica.process.wait()


@pytest.mark.parametrize("kind", PROXIES)
async def test_clients_without_a_purpose_in_front_of_a_proxy(
    kind: str, table: Table, tmp_path: Path, start_scenario: StartScenario
) -> None:
    replicas = []
    try:
        for _ in range(2):
            replicas.append(await start_replica(table.discord, tmp_path, **LIMITS_AS_SHIPPED))  # noqa: PERF401  # what was started is ended
        await sync_commands(table.discord, tmp_path)
        async with AsyncExitStack() as stack:
            address = await stack.enter_async_context(start_proxy(kind, replicas, tmp_path))
            await table.discord.interactions_endpoint(address)
            port = URL(address).port
            assert port is not None
            scenario = await start_scenario(
                f"{kind}: {CLIENTS} idle connections and {CLIENTS} unfinished bodies before it",
                table,
                replicas[0],
            )
            scenario.roll(3)
            await scenario.responses()
            rest = resident_mib(replicas[0])
            for request in (b"", unfinished_interaction(MAX_BODY_BYTES)):
                await stack.enter_async_context(
                    open_connections(port, CLIENTS, request, source=ANOTHER_ADDRESS)
                )
            scenario.strike()
            for _ in range(SECONDS):
                scenario.roll(2)
                await asyncio.sleep(1)

            assert await scenario.responses() == {A_ROLL: 3 + 2 * SECONDS}
            assert scenario.observation.slowest < RESPONSE_DEADLINE
            assert resident_mib(replicas[0]) - rest < MAX_GROWTH
            await scenario.counts("nazh_roll_success_total", lambda value: value > 0)
            await scenario.has_name("ok", "degraded")
            assert await scenario.alerts() == set()
            scenario.observation.log = NO_LOG
            ended = await replicas[0].stop()
            assert REFUSING not in ended.errors
            assert "Traceback" not in ended.errors
    finally:
        for replica in replicas:
            replica.kill()
            await replica.process.wait()


async def test_clients_that_do_not_read(
    table: Table, running_at: RunningAt, start_scenario: StartScenario
) -> None:
    async with running_at(table, **LIMITS_AS_SHIPPED) as bot, AsyncExitStack() as stack:
        scenario = await start_scenario(
            f"{len(PAGES) * READERS} clients request page after page and read none", table, bot
        )
        scenario.roll(3)
        await scenario.responses()
        rest = resident_mib(bot)
        for path in PAGES:
            request = f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode() * PIPELINED
            await stack.enter_async_context(open_connections(bot.port, READERS, request))
        scenario.strike()
        for _ in range(SECONDS):
            scenario.roll(2)
            await asyncio.sleep(1)

        assert await scenario.responses() == {A_ROLL: 3 + 2 * SECONDS}
        assert scenario.observation.slowest < RESPONSE_DEADLINE
        assert resident_mib(bot) - rest < MAX_GROWTH
        await scenario.counts("nazh_http_connections", lambda value: value >= READERS)
        await scenario.has_name("ok", "degraded")
        assert await scenario.alerts() == set()
        scenario.observation.log = NO_LOG
        assert "Traceback" not in (await bot.stop()).errors

"""Tests the health endpoints with and without faults of Discord."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from localcord import Settings
from tests.e2e.conftest import OpenTable, Table
from tests.e2e.held_responses import hold_response
from tests.e2e.program import PAUSE, TIMEOUT, Program, environment, launch

pytestmark = pytest.mark.slow

HEARTBEAT = 2.0
DISCONNECTS = 'nazh_gateway_disconnects_total{shard="0"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
IDENTIFIED = 'nazh_gateway_reconnects_total{how="identified",shard="0"}'
CALLBACK = "/interactions/*/callback"


@pytest_asyncio.fixture
async def table(open_table: OpenTable) -> AsyncIterator[Table]:
    """Create a channel on a Discord with a heartbeat interval of two seconds."""
    async with open_table(Settings(heartbeat_interval=HEARTBEAT, answer_within=30)) as opened:
        yield opened


async def status_of(bot: Program, path: str) -> int:
    async with aiohttp.request("GET", f"http://127.0.0.1:{bot.port}{path}") as response:
        return response.status


async def until(bot: Program, path: str, status: int) -> None:
    """Poll until ``path`` returns ``status``."""
    async with asyncio.timeout(TIMEOUT):
        while await status_of(bot, path) != status:  # noqa: ASYNC110  # another process has no Event
            await asyncio.sleep(PAUSE)


async def test_a_program_on_discord_is_ready(bot: Program) -> None:
    await until(bot, "/readyz", 200)
    status = json.loads(await bot.get("/api/v1/status"))

    assert (status["state"], status["ready"], status["reasons"]) == ("ok", True, [])
    assert [shard["fresh"] for shard in status["shards"]] == [True]
    assert status["heartbeat_interval_seconds"] == HEARTBEAT
    for path in ("/livez", "/startupz", "/healthz", "/__heartbeat__", "/__lbheartbeat__"):
        assert await status_of(bot, path) == 200
    build = json.loads(await bot.get("/__version__"))
    assert (build["version"], build["commit"]) == (status["version"], status["commit"])
    assert build["source"] == "https://github.com/nazh-bot/nazh"


async def test_lost_connections_are_counted_by_how_they_recovered(
    table: Table, bot: Program
) -> None:
    await until(bot, "/readyz", 200)

    table.discord.gateway.drop()
    await bot.metrics_when(lambda now: now[RESUMED] >= 1)
    table.discord.gateway.drop(resumable=False)
    await bot.metrics_when(lambda now: now[IDENTIFIED] == 1)

    # A busy machine may miss a heartbeat and lose a connection.
    await bot.metrics_when(lambda now: now[DISCONNECTS] == now[RESUMED] + now[IDENTIFIED])
    await until(bot, "/readyz", 200)


async def test_the_bot_retries_while_the_gateway_refuses_connections(
    table: Table, bot: Program
) -> None:
    await until(bot, "/readyz", 200)
    table.discord.gateway.refuse(4.0)
    table.discord.gateway.drop()

    await until(bot, "/readyz", 503)
    assert await status_of(bot, "/livez") == 200
    await until(bot, "/readyz", 200)
    answer = await table.channel_user.slash("roll", pool1="2d6")

    assert "`2d6`" in answer.reply.text


async def test_a_draining_process_reports_it_immediately(table: Table, bot: Program) -> None:
    await until(bot, "/readyz", 200)
    conversation = table.channel_user.start("roll", pool1="2d6")
    assert await hold_response(table.discord, conversation).spent(TIMEOUT)
    bot.process.send_signal(signal.SIGTERM)

    await until(bot, "/readyz", 503)
    status = json.loads(await bot.get("/api/v1/status"))
    metrics = await bot.metrics()

    # Immediately, while interactions are in flight.
    assert (status["state"], status["interactions_in_flight"]) == ("draining", 1)
    assert (metrics["nazh_draining"], metrics["nazh_ready"]) == (1, 0)
    assert metrics["nazh_interactions_in_flight"] == 1
    assert await status_of(bot, "/livez") == 200

    await conversation.answered()
    assert (await bot.ended()).status == 0


async def test_the_servers_are_counted(bot: Program) -> None:
    metrics = await bot.metrics_when(lambda now: "nazh_guilds" in now)

    assert metrics["nazh_guilds"] == 1


async def test_repeated_requests_are_counted(table: Table, bot: Program) -> None:
    table.discord.faults.error("POST", CALLBACK, status=503, times=2)  # ours, then hikari's
    await table.channel_user.slash("roll", pool1="2d6")
    table.discord.faults.too_many_requests("POST", CALLBACK, times=2)
    await table.channel_user.slash("roll", pool1="2d6")
    table.discord.faults.reset("POST", CALLBACK, times=2)
    await table.channel_user.slash("roll", pool1="2d6")

    metrics = await bot.metrics()

    # Of our own requests, only rate-limited ones are counted.
    for reason, count in (("server_error", 1), ("rate_limited", 2), ("connection_error", 1)):
        assert metrics[f'nazh_rest_retries_total{{reason="{reason}"}}'] == count


async def test_a_program_that_waits_for_discord_has_not_started(
    table: Table, tmp_path: Path
) -> None:
    slow = table.discord.faults.delay(3.0, "GET", "/gateway/bot")
    process = await launch(environment(table.discord), tmp_path)
    assert process.stdout is not None
    first_line = (await process.stdout.readline()).decode()
    bot = Program(process, int(first_line.rpartition(":")[2].partition("/")[0]), first_line)
    try:
        assert await slow.spent(TIMEOUT)
        assert await status_of(bot, "/startupz") == 503
        assert await status_of(bot, "/readyz") == 503
        assert await status_of(bot, "/livez") == 200
        assert json.loads(await bot.get("/api/v1/status"))["state"] == "starting"

        await until(bot, "/startupz", 200)
        assert (await bot.stop()).status == 0
    finally:
        bot.kill()

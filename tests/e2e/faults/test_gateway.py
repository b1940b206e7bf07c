"""Tests gateway connections that are silent, frozen, broken, invalidated and refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import HEARTBEAT, SLACK, StartScenario
from tests.e2e.faults.scenario import A_ROLL, NOTHING
from tests.e2e.program import Program, environment, run_to_its_end

FRESH = 'nazh_gateway_heartbeat_healthy{shard="0"}'
LATENCY = 'nazh_gateway_latency_seconds{shard="0"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
IDENTIFIED = 'nazh_gateway_reconnects_total{how="identified",shard="0"}'

PAGES = {"NazhDown", "NazhGatewayStale", "NazhNotReady", "NazhGatewayAwayBurnFast"}


async def test_a_gateway_that_acknowledges_nothing(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario(
        "zombie connection: Discord acknowledges no heartbeat", table, bot
    )
    scenario.roll(10)
    table.discord.gateway.stop_acks()
    scenario.strike()

    await asyncio.gather(scenario.is_unready(), scenario.counts(FRESH, lambda value: value == 0))
    scenario.roll(10)

    assert await scenario.responses() == {A_ROLL: 20}
    assert scenario.observation.by_health is not None
    assert scenario.observation.by_health < 2 * HEARTBEAT + SLACK
    await scenario.says("HEARTBEAT_ACK")
    assert {"NazhGatewayStale", "NazhNotReady"} <= await scenario.alerts()
    assert (await bot.metrics())[LATENCY] > 0  # frozen at its last value
    assert await bot.get("/livez") == "alive\n"  # a restart would not help

    # A new connection is silent as well.
    await bot.metrics_when(lambda now: now[RESUMED] >= 1)
    assert await scenario.health() != "ok"

    table.discord.gateway.start_acks()
    await scenario.is_ready_again()


async def test_a_frozen_gateway_connection(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario("zombie connection: open, but nothing arrives", table, bot)
    table.discord.gateway.freeze()
    scenario.strike()
    scenario.roll(10)

    await asyncio.gather(scenario.is_unready(), scenario.counts(RESUMED, lambda value: value >= 1))

    assert await scenario.responses() == {A_ROLL: 10}
    await scenario.says("HEARTBEAT_ACK")
    await scenario.is_ready_again()
    assert not PAGES & await scenario.alerts(then=await bot.metrics())


async def test_a_dropped_gateway_connection(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario(
        "the gateway connection breaks, and the session can be resumed", table, bot
    )
    table.discord.gateway.drop()
    scenario.strike()
    scenario.roll(10)

    await asyncio.gather(scenario.is_unready(), scenario.counts(RESUMED, lambda value: value >= 1))

    assert await scenario.responses() == {A_ROLL: 10}
    await scenario.says("Will retry shortly")
    await scenario.is_ready_again()
    assert not PAGES & await scenario.alerts(then=await bot.metrics())


async def test_a_session_that_is_invalid(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario("Discord invalidates the session", table, bot)
    scenario.roll(10)
    await scenario.responses()
    table.discord.gateway.invalidate()
    scenario.strike()

    await asyncio.gather(
        scenario.is_unready(), scenario.counts(IDENTIFIED, lambda value: value >= 1)
    )
    scenario.roll(10)

    assert await scenario.responses() == {A_ROLL: 20}
    await scenario.says("invalid session")
    await scenario.is_ready_again()
    assert not PAGES & await scenario.alerts(then=await bot.metrics())


async def test_a_token_that_is_revoked(
    table: Table, bot: Program, start_scenario: StartScenario, tmp_path: Path
) -> None:
    old = table.discord.token
    scenario = await start_scenario("the token is reset, and the bot is restarted", table, bot)
    scenario.roll(10)
    await scenario.responses()
    table.discord.reset_token()
    scenario.strike()

    await scenario.is_down()
    scenario.roll(10)
    again = await run_to_its_end(environment(table.discord, DISCORD_TOKEN=old), tmp_path)

    assert await scenario.responses(is_over=True) == {A_ROLL: 10, NOTHING: 10}
    await scenario.says("Discord refuses DISCORD_TOKEN.")
    assert (await bot.ended()).status == again.status == 78
    assert "Discord refuses DISCORD_TOKEN." in again.errors
    assert old not in again.output + again.errors
    assert "NazhDown" in await scenario.alerts()

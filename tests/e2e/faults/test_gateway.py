"""The line to Discord: silent, frozen, cut, forgotten, and refused."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import HEARTBEAT, SLACK, Tell
from tests.e2e.faults.story import A_ROLL, NOTHING
from tests.e2e.program import Program, environment, run_to_its_end

FRESH = 'nazh_gateway_fresh{shard="0"}'
LATENCY = 'nazh_gateway_latency_seconds{shard="0"}'
RESUMED = 'nazh_gateway_reconnects_total{how="resumed",shard="0"}'
IDENTIFIED = 'nazh_gateway_reconnects_total{how="identified",shard="0"}'

PAGES = {"NazhDown", "NazhGatewayStale", "NazhNotReady", "NazhGatewayAwayBurnFast"}


async def test_a_gateway_that_acknowledges_nothing(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("zombie: heartbeats are taken, and never acknowledged", table, bot)
    story.roll(10)
    table.discord.gateway.stop_acks()
    story.strike()

    await asyncio.gather(story.is_unready(), story.counts(FRESH, lambda value: value == 0))
    story.roll(10)

    assert await story.heard() == {A_ROLL: 20}
    assert story.told.by_health is not None
    assert story.told.by_health < 2 * HEARTBEAT + SLACK
    await story.says("HEARTBEAT_ACK")
    assert {"NazhGatewayStale", "NazhNotReady"} <= await story.alerts()
    assert (await bot.metrics())[LATENCY] > 0  # frozen, and worth nothing
    assert await bot.get("/livez") == "alive\n"  # a restart would help nobody

    # A new line is as silent as the one before.
    await bot.metrics_when(lambda now: now[RESUMED] >= 1)
    assert await story.health() != "ok"

    table.discord.gateway.start_acks()
    await story.is_ready_again()


async def test_a_line_that_freezes(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("zombie: the line stays open, and nothing comes any more", table, bot)
    table.discord.gateway.freeze()
    story.strike()
    story.roll(10)

    await asyncio.gather(story.is_unready(), story.counts(RESUMED, lambda value: value >= 1))

    assert await story.heard() == {A_ROLL: 10}
    await story.says("HEARTBEAT_ACK")
    await story.is_ready_again()
    assert not PAGES & await story.alerts(then=await bot.metrics())


async def test_a_line_that_is_cut(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("the line is cut, and the session can be resumed", table, bot)
    table.discord.gateway.drop()
    story.strike()
    story.roll(10)

    await asyncio.gather(story.is_unready(), story.counts(RESUMED, lambda value: value >= 1))

    assert await story.heard() == {A_ROLL: 10}
    await story.says("Will retry shortly")
    await story.is_ready_again()
    assert not PAGES & await story.alerts(then=await bot.metrics())


async def test_a_session_that_is_invalid(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("the session is declared invalid", table, bot)
    story.roll(10)
    await story.heard()
    table.discord.gateway.invalidate()
    story.strike()

    await asyncio.gather(story.is_unready(), story.counts(IDENTIFIED, lambda value: value >= 1))
    story.roll(10)

    assert await story.heard() == {A_ROLL: 20}
    await story.says("invalid session")
    await story.is_ready_again()
    assert not PAGES & await story.alerts(then=await bot.metrics())


async def test_a_token_that_is_revoked(
    table: Table, bot: Program, tell: Tell, tmp_path: Path
) -> None:
    old = table.discord.token
    story = await tell("the token is reset while the bot runs, and it is started again", table, bot)
    story.roll(10)
    await story.heard()
    table.discord.reset_token()
    story.strike()

    await story.is_down()
    story.roll(10)
    again = await run_to_its_end(environment(table.discord, DISCORD_TOKEN=old), tmp_path)

    assert await story.heard(is_over=True) == {A_ROLL: 10, NOTHING: 10}
    await story.says("Discord refuses DISCORD_TOKEN.")
    assert (await bot.ended()).status == again.status == 78
    assert "Discord refuses DISCORD_TOKEN." in again.errors
    assert old not in again.output + again.errors
    assert "NazhDown" in await story.alerts()

"""Tests a blocked event loop, SIGSTOP, SIGTERM and SIGKILL."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from nazh.adapters.inbound.discord.interactions.clock_skew import SAMPLE_INTERVAL
from tests.e2e.conftest import Table
from tests.e2e.faults.blocked_loop import A_MOMENT
from tests.e2e.faults.conftest import RunningAt, StartScenario
from tests.e2e.faults.scenario import A_ROLL, NOTHING
from tests.e2e.held_responses import hold_response
from tests.e2e.program import TIMEOUT, Program

CALLBACK = "/interactions/*/callback"
BLOCKING = (sys.executable, "-m", "tests.e2e.faults.blocked_loop")
LAG = "nazh_event_loop_lag_max_seconds"
DRAINING = "nazh_draining"
USUAL = 15
"""Rolls in time after which others are noticed as late."""
SHED = 'nazh_interaction_responses_failed_total{reason="shed"}'


async def test_a_loop_that_is_blocked_for_a_moment(
    table: Table, running_at: RunningAt, start_scenario: StartScenario
) -> None:
    async with running_at(table, BLOCKING) as bot:
        scenario = await start_scenario("something blocks the event loop for 2 s", table, bot)
        bot.process.send_signal(signal.SIGUSR1)
        scenario.strike()
        scenario.roll(10)

        await scenario.has_name("degraded")
        await scenario.counts(LAG, lambda value: value > A_MOMENT / 2)
        assert await scenario.responses() == {A_ROLL: 10}
        await scenario.says("the event loop was")
        assert "NazhLoopLag" in await scenario.alerts()


async def test_a_suspended_process(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario("the process is suspended for 4 s (SIGSTOP)", table, bot)
    for _ in range(USUAL):
        await asyncio.sleep(SAMPLE_INTERVAL)
        scenario.roll(1)
        await scenario.responses()
    bot.process.send_signal(signal.SIGSTOP)
    scenario.strike()
    scenario.roll(10)
    await asyncio.sleep(4)
    scenario.give_up()
    scenario.roll(10)
    bot.process.send_signal(signal.SIGCONT)

    assert await scenario.counts(SHED, lambda value: value >= 10) == 10
    await asyncio.gather(*(roll.answered() for roll in scenario.rolls[-10:]))
    assert await scenario.responses(is_over=True) == {A_ROLL: USUAL + 10, NOTHING: 10}
    assert (scenario.observation.undeliverable, scenario.observation.lost) == (10, 0)
    await scenario.has_name("degraded")
    await scenario.says("dropping interactions that waited")
    assert "NazhResponsesFailed" in await scenario.alerts()


async def test_a_loop_that_is_blocked_for_good(
    table: Table, running_at: RunningAt, start_scenario: StartScenario
) -> None:
    async with running_at(table, BLOCKING, NAZH_WATCHDOG_SECONDS="5") as bot:
        scenario = await start_scenario("something blocks the event loop permanently", table, bot)
        bot.process.send_signal(signal.SIGUSR2)
        scenario.strike()
        scenario.roll(10)

        await scenario.is_down()
        await scenario.says("Timeout (0:00:05)!")
        ended = await bot.ended()
        assert ended.status == 1
        assert 'blocked_loop.py", line' in ended.errors  # the stack names the blocking function
        assert table.discord.token not in ended.errors
        assert await scenario.responses(is_over=True) == {NOTHING: 10}
        assert "NazhDown" in await scenario.alerts()


async def test_sigterm_in_the_middle_of_rolls(
    table: Table, bot: Program, start_scenario: StartScenario
) -> None:
    scenario = await start_scenario("SIGTERM while responses are being sent", table, bot)
    scenario.roll(100)
    hold_response(table.discord, scenario.rolls[0])
    slow = table.discord.faults.delay(0.5, "POST", CALLBACK, times=100)
    assert await slow.until(lambda: slow.hits >= 40, TIMEOUT)
    bot.process.send_signal(signal.SIGTERM)
    scenario.strike()

    await scenario.has_name("draining")
    await scenario.counts(DRAINING, lambda value: value == 1)
    late = await table.bob.in_(table.channel).slash("roll", pool1="2d6")
    read = await scenario.responses()

    assert sum(read.values()) == 100
    assert NOTHING not in read
    assert late.ephemeral
    assert "restarting" in late.reply.text
    assert scenario.observation.doubled == 0
    await scenario.says("SIGTERM: finishing what is in flight")
    assert not {"NazhNotReady", "NazhGatewayStale", "NazhResponsesFailed"} & await scenario.alerts()
    assert (await bot.ended()).status == 0


async def test_sigkill_and_a_restart(
    table: Table, running_at: RunningAt, start_scenario: StartScenario, tmp_path: Path
) -> None:
    database_url = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    async with running_at(table, NAZH_DATABASE_URL=database_url) as bot:
        scenario = await start_scenario(
            "SIGKILL while responses are being sent, and a restart", table, bot
        )
        scenario.roll(1)
        await scenario.responses()
        slow = table.discord.faults.delay(0.5, "POST", CALLBACK, times=100)
        scenario.roll(100)
        assert await slow.until(lambda: slow.hits >= 40, TIMEOUT)
        bot.kill()
        scenario.strike()
        await scenario.is_down()
        await bot.ended()

    async with running_at(table, NAZH_DATABASE_URL=database_url) as scenario.bot:
        await scenario.is_ready_again()
        details = await table.bob.press(scenario.rolls[0].reply, "Details")
        read = await scenario.responses()
        wakes_nobody = await scenario.alerts(minutes=5, then=await scenario.bot.metrics())
        assert "NazhDown" in await scenario.alerts()
        await scenario.says("nazh starts")

    assert details.ephemeral
    # Interactions in flight are replayed to the next process.
    assert read[A_ROLL] == 101
    assert scenario.observation.doubled == 0
    assert (
        not {"NazhResponsesFailed", "NazhDown", "NazhRestartLoop", "NazhGatewayStale"}
        & wakes_nobody
    )

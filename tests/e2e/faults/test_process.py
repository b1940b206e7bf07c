"""The process itself: it is blocked, told to stop, killed."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from tests.e2e.conftest import Table
from tests.e2e.faults.conftest import RunningAt, Tell
from tests.e2e.faults.sticking import A_MOMENT
from tests.e2e.faults.story import A_ROLL, NOTHING
from tests.e2e.holding import hold
from tests.e2e.program import PATIENCE, Program

CALLBACK = "/interactions/*/callback"
STICKING = (sys.executable, "-m", "tests.e2e.faults.sticking")
LAG = "nazh_event_loop_lag_max_seconds"
DRAINING = "nazh_draining"
SHED = 'nazh_answers_lost_total{reason="shed"}'


async def test_a_loop_that_is_blocked_for_a_moment(
    table: Table, running_at: RunningAt, tell: Tell
) -> None:
    async with running_at(table, STICKING) as bot:
        story = await tell("something blocks the event loop for 2 s", table, bot)
        bot.process.send_signal(signal.SIGUSR1)
        story.strike()
        story.roll(10)

        await story.is_called("degraded")
        await story.counts(LAG, lambda value: value > A_MOMENT / 2)
        assert await story.heard() == {A_ROLL: 10}
        await story.says("the event loop was")
        assert "NazhLoopLag" in await story.alerts()


async def test_a_process_that_stands_still(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("the process stands still for 4 s (SIGSTOP)", table, bot)
    story.roll(1)
    await story.heard()
    bot.process.send_signal(signal.SIGSTOP)
    story.strike()
    story.roll(10)
    await asyncio.sleep(4)
    story.give_up()
    story.roll(10)
    bot.process.send_signal(signal.SIGCONT)

    assert await story.counts(SHED, lambda value: value >= 10) == 10
    await asyncio.gather(*(one.answered() for one in story.rolls[-10:]))
    assert await story.heard(is_over=True) == {A_ROLL: 11, NOTHING: 10}
    assert (story.told.hopeless, story.told.lost) == (10, 0)
    await story.is_called("degraded")
    await story.says("had passed before anybody could begin")
    assert "NazhAnswersLost" in await story.alerts()


async def test_a_loop_that_is_blocked_for_good(
    table: Table, running_at: RunningAt, tell: Tell
) -> None:
    async with running_at(table, STICKING, NAZH_WATCHDOG_SECONDS="5") as bot:
        story = await tell("something blocks the event loop for good", table, bot)
        bot.process.send_signal(signal.SIGUSR2)
        story.strike()
        story.roll(10)

        await story.is_down()
        await story.says("Timeout (0:00:05)!")
        ended = await bot.ended()
        assert ended.status == 1
        assert 'sticking.py", line' in ended.errors  # the stack names who blocks
        assert table.discord.token not in ended.errors
        assert await story.heard(is_over=True) == {NOTHING: 10}
        assert "NazhDown" in await story.alerts()


async def test_sigterm_in_the_middle_of_rolls(table: Table, bot: Program, tell: Tell) -> None:
    story = await tell("SIGTERM while answers are on their way", table, bot)
    story.roll(100)
    hold(table.discord, story.rolls[0])
    slow = table.discord.faults.delay(0.5, "POST", CALLBACK, times=100)
    assert await slow.until(lambda: slow.hits >= 40, PATIENCE)
    bot.process.send_signal(signal.SIGTERM)
    story.strike()

    await story.is_called("draining")
    await story.counts(DRAINING, lambda value: value == 1)
    late = await table.bob.in_(table.channel).slash("roll", pool1="2d6")
    read = await story.heard()

    assert sum(read.values()) == 100
    assert NOTHING not in read
    assert late.ephemeral
    assert "restarting" in late.reply.text
    assert story.told.doubled == 0
    await story.says("SIGTERM: finishing what is in flight")
    assert not {"NazhNotReady", "NazhGatewayStale", "NazhAnswersLost"} & await story.alerts()
    assert (await bot.ended()).status == 0


async def test_sigkill_and_a_restart(
    table: Table, running_at: RunningAt, tell: Tell, tmp_path: Path
) -> None:
    kept = f"sqlite:///{tmp_path / 'nazh.sqlite3'}"
    async with running_at(table, NAZH_DATABASE_URL=kept) as bot:
        story = await tell("SIGKILL while answers are on their way, and a restart", table, bot)
        story.roll(1)
        await story.heard()
        slow = table.discord.faults.delay(0.5, "POST", CALLBACK, times=100)
        story.roll(100)
        assert await slow.until(lambda: slow.hits >= 40, PATIENCE)
        bot.kill()
        story.strike()
        await story.is_down()
        await bot.ended()

    async with running_at(table, NAZH_DATABASE_URL=kept) as story.bot:
        await story.is_ready_again()
        details = await table.bob.press(story.rolls[0].reply, "Details")
        read = await story.heard()
        wakes_nobody = await story.alerts(minutes=5, then=await story.bot.metrics())
        assert "NazhDown" in await story.alerts()
        await story.says("nazh starts")

    assert details.ephemeral
    # Those that were on their way are told to the process that goes on.
    assert read[A_ROLL] == 101
    assert story.told.doubled == 0
    assert not {"NazhAnswersLost", "NazhDown", "NazhRestartLoop", "NazhGatewayStale"} & wakes_nobody

"""Tests the loop monitor on a real loop, and the watchdog in a separate process."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from dataclasses import dataclass, field

import pytest

from nazh.adapters.inbound.jobs.loop_monitor import LOGGED_LAG, PERIOD, LoopMonitor
from tests.doubles.skipping_loop import SkippingLoop

STUCK = """
import asyncio, re, time
from nazh.adapters.inbound.jobs.loop_monitor import LoopMonitor, FaulthandlerWatchdog

class Meter:
    def observe_lag(self, seconds): pass

async def main():
    monitor = asyncio.create_task(LoopMonitor(FaulthandlerWatchdog({limit}), Meter(), ()).run())
    await asyncio.sleep(0)
    {work}
    monitor.cancel()

asyncio.run(main())
"""
ENDLESS = {
    "waiting": "time.sleep(60)",
    "holding Python's lock": "re.match('(a+)+b', 'a' * 64)",
}


@dataclass
class FakeWatchdog:
    meals: int = 0
    has_left: bool = False

    def kick(self) -> None:
        self.meals += 1

    def disarm(self) -> None:
        self.has_left = True


@dataclass
class Lags:
    seen: list[float] = field(default_factory=list)

    def observe_lag(self, seconds: float) -> None:
        self.seen.append(seconds)


async def test_loop_lag_is_measured_and_logged_and_the_watchdog_is_kicked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    watchdog, lags, looks = FakeWatchdog(), Lags(), asyncio.Queue[None]()
    monitor = LoopMonitor(watchdog, lags, (lambda: looks.put_nowait(None),))
    monitoring = asyncio.create_task(monitor.run())
    await asyncio.sleep(0)

    time.sleep(PERIOD + LOGGED_LAG)  # noqa: ASYNC251  # the loop is to be late
    async with asyncio.timeout(10):
        await looks.get()
    lag = monitor.worst_lag
    monitoring.cancel()
    await asyncio.wait((monitoring,))

    assert lag == max(lags.seen) >= LOGGED_LAG
    assert f"the event loop was blocked for {lag:.1f} s" in caplog.text
    assert monitor.age < 5
    assert watchdog.meals >= 1
    assert watchdog.has_left


def test_a_lag_counts_for_a_minute() -> None:
    monitor = LoopMonitor(FakeWatchdog(), Lags(), ())

    async def story() -> list[float]:
        running = asyncio.create_task(monitor.run())
        await asyncio.sleep(0)
        time.sleep(0.6)  # noqa: ASYNC251  # the loop is to be late
        lags = []
        for seconds in (1, 57, 5):
            await asyncio.sleep(seconds)
            lags.append(monitor.worst_lag)
        running.cancel()
        return lags

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        at_once, soon, later = runner.run(story())

    assert at_once == soon > 0 == later


@pytest.mark.parametrize("work", ENDLESS.values(), ids=ENDLESS)
def test_a_stuck_process_shows_its_stacks_and_ends(work: str) -> None:
    ended = _run(STUCK.format(limit=1, work=work))

    assert ended.returncode == 1
    assert "Timeout (0:00:01)!" in ended.stderr
    assert "in main" in ended.stderr


def test_a_stopped_monitor_lets_the_process_work_on() -> None:
    work = "monitor.cancel(); await asyncio.wait((monitor,)); time.sleep(0.6)"

    ended = _run(STUCK.format(limit=0.3, work=work))

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.slow
def test_a_running_loop_is_not_killed() -> None:
    ended = _run(STUCK.format(limit=3, work="await asyncio.sleep(4)"))

    assert (ended.returncode, ended.stderr) == (0, "")


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-c", program), capture_output=True, text=True, timeout=30, check=False
    )

"""Tests that messages are sent at a limited rate, and channels take turns."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from nazh.application.shared.messages import send_budget
from nazh.application.shared.messages.send_budget import CHANNEL_PAUSE, PER_SECOND, SendBudget


class Time:
    """Passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self._sleepers.append((self.now + seconds, len(self._sleepers), awake))
        await awake.wait()

    async def run(self, work: asyncio.Future[list[None]]) -> None:
        """Let time pass until the work is done."""
        while not work.done():
            for _ in range(200):
                await asyncio.sleep(0)
            if self._sleepers:
                first = min(self._sleepers)
                self._sleepers.remove(first)
                self.now = max(self.now, first[0])
                first[2].set()


@contextmanager
def passing_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[Time]:
    time = Time()

    class Sleeping:
        sleep = staticmethod(time.sleep)

    with monkeypatch.context() as patched:
        patched.setattr(send_budget, "asyncio", Sleeping)
        yield time


async def sent_at(
    channels: list[str], monkeypatch: pytest.MonkeyPatch, per_second: float = PER_SECOND
) -> list[tuple[str, float]]:
    sent_times: list[tuple[str, float]] = []
    with passing_time(monkeypatch) as time:
        budget = SendBudget(per_second, now=lambda: time.now)

        async def send(channel: str) -> None:
            await budget.wait(channel)
            sent_times.append((channel, time.now - 100.0))

        await time.run(asyncio.gather(*map(send, channels)))
    return sent_times


async def test_a_channel_gets_one_message_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_times = await sent_at(["a", "a", "a"], monkeypatch)

    assert [at for _, at in sent_times] == pytest.approx([0, CHANNEL_PAUSE, 2 * CHANNEL_PAUSE])


async def test_a_busy_channel_does_not_delay_others(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_times = await sent_at(["a", "a", "a", "b"], monkeypatch)

    assert [channel for channel, _ in sent_times] == ["a", "b", "a", "a"]
    assert sent_times[1][1] < CHANNEL_PAUSE


async def test_no_second_has_more_than_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    sent_times = await sent_at([f"channel {n}" for n in range(3 * PER_SECOND)], monkeypatch)

    times = [at for _, at in sent_times]
    assert max(times) == pytest.approx(3 - 1 / PER_SECOND)
    assert all(sum(at <= other < at + 0.999 for other in times) <= PER_SECOND for at in times)


async def test_a_channel_keeps_its_pause_after_many_others(monkeypatch: pytest.MonkeyPatch) -> None:
    others = [f"channel {number}" for number in range(1_001)]

    sent_times = await sent_at(["a", *others, "a"], monkeypatch, per_second=10_000)

    first, second = (at for channel, at in sent_times if channel == "a")
    assert second >= first + CHANNEL_PAUSE

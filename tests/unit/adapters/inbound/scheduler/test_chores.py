"""Chores: all of them are done, again and again, whatever happens to one."""

from __future__ import annotations

import asyncio
import logging

import pytest

from nazh.adapters.inbound.scheduler.chores import Chores


async def test_one_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    async def fail() -> None:
        raise RuntimeError

    async def sweep() -> None:
        done.append("swept")

    with caplog.at_level(logging.ERROR):
        await Chores([fail, sweep]).do()

    assert done == ["swept"]
    assert "a chore failed" in caplog.text


async def test_their_turn_comes_again() -> None:
    twice = asyncio.Event()
    times: list[int] = []

    async def sweep() -> None:
        times.append(1)
        if len(times) > 1:
            twice.set()

    keeping = asyncio.create_task(Chores([sweep], every=0).keep_doing())
    async with asyncio.timeout(1):
        await twice.wait()
    keeping.cancel()

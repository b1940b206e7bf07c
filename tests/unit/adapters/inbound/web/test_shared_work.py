"""Tests that many requests for the same thing cost as much as a few."""

from __future__ import annotations

import asyncio
from time import perf_counter

from nazh.adapters.inbound.web.shared_work import SharedWork

BUSY = 0.02


class Slow:
    """Blocks the loop for a while, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        until = perf_counter() + BUSY
        while perf_counter() < until:
            pass
        return self.times


async def test_waiting_requests_share_one_computation() -> None:
    slow = Slow()
    work = SharedWork(slow)

    assert await asyncio.gather(*(work() for _ in range(100))) == [1] * 100


async def test_a_value_is_computed_after_it_was_requested() -> None:
    work = SharedWork(Slow())

    assert [await work() for _ in range(3)] == [1, 2, 3]


async def test_the_loop_is_free_for_most_of_the_time() -> None:
    work, began = SharedWork(Slow()), perf_counter()

    for _ in range(3):
        await work()

    assert perf_counter() - began >= 3 * BUSY + 2 * 4 * BUSY


async def test_a_cancelled_request_does_not_cancel_the_others() -> None:
    work = SharedWork(Slow())
    gone, here = asyncio.create_task(work()), asyncio.create_task(work())
    await asyncio.sleep(0)

    gone.cancel()

    assert await here == 1


async def test_an_error_reaches_every_request_and_the_next_one_tries_again() -> None:
    errors = [ValueError("not yet")]

    def compute() -> str:
        if errors:
            raise errors.pop()
        return "here"

    work = SharedWork(compute)

    failed = await asyncio.gather(work(), work(), return_exceptions=True)

    assert [str(error) for error in failed] == ["not yet", "not yet"]
    assert await work() == "here"

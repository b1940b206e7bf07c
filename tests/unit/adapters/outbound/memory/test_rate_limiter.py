"""Tests that rate limit counters expire, are bounded, and tolerate a clock set back."""

from __future__ import annotations

from itertools import pairwise

from nazh.adapters.outbound.memory.rate_limiter import MAX_WINDOWS, MemoryRateLimiter
from nazh.application.shared.rate_limits import NO_WAIT, RateLimit
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock
from tests.doubles.interactions import new_id

ONCE = RateLimit(requests=1, seconds=10)
ALICE, BOB, CAROL = UserId(1), UserId(2), UserId(3)


async def test_without_limits_everything_is_admitted_and_nothing_counted() -> None:
    limiter = MemoryRateLimiter(FrozenClock(), None, None)

    waits = {await limiter.acquire(new_id(), ALICE, GuildId(1)) for _ in range(1000)}

    assert waits == {NO_WAIT}
    assert len(limiter) == 0


async def test_a_window_begins_with_its_first_request_and_ends() -> None:
    clock = FrozenClock()
    limiter = MemoryRateLimiter(clock, ONCE, None)

    first = await limiter.acquire(new_id(), ALICE, None)
    clock.advance(7.5)
    second = await limiter.acquire(new_id(), ALICE, None)
    clock.advance(2.5)

    assert (first, second) == (NO_WAIT, (2.5, None))
    assert await limiter.acquire(new_id(), ALICE, None) == NO_WAIT
    assert await limiter.acquire(new_id(), ALICE, None) == (10, None)


async def test_a_hundred_thousand_users_leave_a_bounded_memory_behind() -> None:
    limiter = MemoryRateLimiter(FrozenClock(), ONCE, None)

    for number in range(100_000):
        await limiter.acquire(new_id(), UserId(number), None)

    assert len(limiter) == MAX_WINDOWS
    assert await limiter.acquire(new_id(), UserId(99_999), None) == (10, None)
    assert await limiter.acquire(new_id(), UserId(0), None) == NO_WAIT


async def test_ended_windows_are_removed_gradually() -> None:
    clock = FrozenClock()
    limiter = MemoryRateLimiter(clock, ONCE, None)
    for number in range(1000):
        await limiter.acquire(new_id(), UserId(number), None)
    clock.advance(10)

    sizes = []
    for number in range(1000):
        await limiter.acquire(new_id(), UserId(10_000 + number), None)
        sizes.append(len(limiter))

    assert max(before - after for before, after in pairwise(sizes)) == 1
    assert sizes[-1] == 1000


async def test_a_window_that_began_again_is_not_the_oldest() -> None:
    clock = FrozenClock()
    limiter = MemoryRateLimiter(clock, ONCE, None, max_windows=2)
    for user in (ALICE, BOB):
        await limiter.acquire(new_id(), user, None)
    clock.advance(10)
    for user in (ALICE, CAROL):
        await limiter.acquire(new_id(), user, None)

    assert [await limiter.acquire(new_id(), user, None) for user in (ALICE, CAROL)] == [
        (10, None)
    ] * 2
    assert len(limiter) == 2


async def test_a_clock_set_back_locks_nobody_out() -> None:
    clock = FrozenClock()
    limiter = MemoryRateLimiter(clock, ONCE, None)
    await limiter.acquire(new_id(), ALICE, None)

    clock.advance(-3600)

    assert await limiter.acquire(new_id(), ALICE, None) == NO_WAIT
    assert await limiter.acquire(new_id(), ALICE, None) == (10, None)

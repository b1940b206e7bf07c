"""The memory of rate limits: windows that end, a bound, and no clock that can lock anybody out."""

from __future__ import annotations

from itertools import pairwise

from limits import RateLimitItemPerSecond
from limits.aio.strategies import FixedWindowRateLimiter

from nazh.adapters.outbound.rate_limits.window_storage import MAX_WINDOWS, MemoryWindowStorage
from tests.doubles.clock import FrozenClock


async def test_a_window_begins_with_its_first_hit_and_ends() -> None:
    clock = FrozenClock()
    memory = MemoryWindowStorage(clock)

    first, second = await memory.incr("a", 10), await memory.incr("a", 10, 4)
    clock.advance(9.9)
    in_the_window = await memory.incr("a", 10)
    clock.advance(0.1)

    assert (first, second, in_the_window) == (1, 5, 6)
    assert await memory.get("a") == 0
    assert await memory.incr("a", 10) == 1
    assert await memory.get_expiry("a") == clock.now().timestamp() + 10


async def test_what_was_never_counted_is_none_and_ends_now() -> None:
    clock = FrozenClock()
    memory = MemoryWindowStorage(clock)

    assert await memory.get("a") == 0
    assert await memory.get_expiry("a") == clock.now().timestamp()
    assert await memory.check()


async def test_a_hundred_thousand_players_leave_a_bounded_memory_behind() -> None:
    memory = MemoryWindowStorage(FrozenClock())

    for number in range(100_000):
        await memory.incr(f"player/{number}", 10)

    assert len(memory) == MAX_WINDOWS
    assert await memory.get("player/99999") == 1
    assert await memory.get("player/0") == 0


async def test_what_has_ended_is_forgotten_little_by_little() -> None:
    clock = FrozenClock()
    memory = MemoryWindowStorage(clock)
    for number in range(1000):
        await memory.incr(f"player/{number}", 10)
    clock.advance(10)

    sizes = []
    for number in range(1000):
        await memory.incr(f"other/{number}", 10)
        sizes.append(len(memory))

    assert max(before - after for before, after in pairwise(sizes)) == 1
    assert sizes[-1] == 1000


async def test_a_window_that_goes_on_is_not_the_oldest() -> None:
    clock = FrozenClock()
    memory = MemoryWindowStorage(clock, limit=2)
    await memory.incr("a", 10)
    await memory.incr("b", 10)
    clock.advance(10)
    await memory.incr("a", 10)
    await memory.incr("c", 10)

    assert (await memory.get("a"), await memory.get("b"), await memory.get("c")) == (1, 0, 1)


async def test_a_clock_set_back_locks_nobody_out() -> None:
    clock = FrozenClock()
    memory = MemoryWindowStorage(clock)
    await memory.incr("a", 10)
    clock.advance(-3600)

    assert await memory.incr("a", 10) == 1
    assert await memory.get_expiry("a") == clock.now().timestamp() + 10


async def test_windows_can_be_forgotten_by_hand() -> None:
    memory = MemoryWindowStorage(FrozenClock())
    limiter, limit = FixedWindowRateLimiter(memory), RateLimitItemPerSecond(1, 10)
    for who in ("a", "b"):
        await limiter.hit(limit, who)

    await limiter.clear(limit, "a")

    assert [await limiter.test(limit, who) for who in ("a", "b")] == [True, False]
    assert await memory.reset() == 1
    assert await limiter.test(limit, "b")

"""A turnstile without limits."""

from __future__ import annotations

from nazh.adapters.outbound.rate_limits.rate_limiter import FixedWindowRateLimiter
from nazh.adapters.outbound.rate_limits.window_storage import MemoryWindowStorage
from nazh.domain.kernel.identity import GuildId, UserId
from tests.doubles.clock import FrozenClock


async def test_without_limits_everybody_passes_and_nothing_is_counted() -> None:
    clock = FrozenClock()
    memory = MemoryWindowStorage(clock)
    turnstile = FixedWindowRateLimiter(memory, clock, None, None)

    waits = {await turnstile.acquire(UserId(1), GuildId(1)) for _ in range(1000)}

    assert waits == {(None, None)}
    assert len(memory) == 0

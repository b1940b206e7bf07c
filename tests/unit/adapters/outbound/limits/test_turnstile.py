"""A turnstile without limits."""

from __future__ import annotations

from nazh.adapters.outbound.limits.memory import WindowMemory
from nazh.adapters.outbound.limits.turnstile import LimitsTurnstile
from nazh.domain.kernel.identity import PlayerId, ServerId
from tests.doubles.clock import FrozenClock


async def test_without_limits_everybody_passes_and_nothing_is_counted() -> None:
    clock = FrozenClock()
    memory = WindowMemory(clock)
    turnstile = LimitsTurnstile(memory, clock, None, None)

    waits = {await turnstile.admit(PlayerId(1), ServerId(1)) for _ in range(1000)}

    assert waits == {(None, None)}
    assert len(memory) == 0

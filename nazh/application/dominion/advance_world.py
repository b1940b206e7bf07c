"""Applies what is due in the world, up to now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from nazh.application.dominion.ports import World
from nazh.application.shared.ports import Clock
from nazh.domain.dominion.world_time import LONG_SILENCE

PERIOD: Final = timedelta(seconds=10)
"""How often the world is advanced; the result does not depend on it."""
_FAST_PERIOD: Final = timedelta(seconds=1)
"""How often it is on a clock on which an hour takes seconds, at least."""
_FAST_STEP: Final = LONG_SILENCE / 3
"""By how much it is advanced at once on such a clock; more would look like an outage."""
_PAUSE: Final = 2
"""How many times as long as a step the pause after it is, in which rolls have a turn."""
_LONGEST_PAUSE: Final = 0.015
"""In seconds."""
PAUSES: Final = timedelta(seconds=15)
"""How long the pauses in one run are together; work that takes longer goes on without them."""


def fast_period(times: int) -> timedelta:
    """Return how often the world is advanced if its clock is so many times as fast."""
    return min(_FAST_PERIOD, _FAST_STEP / times)


@dataclass(frozen=True, slots=True)
class AdvanceWorld:
    """Advances the world in short transactions; an interrupted run is continued by the next.

    Nothing is advanced while ``is_stopped`` says so. ``pauses`` are as long together as it says.
    """

    world: World
    clock: Clock
    is_stopped: Callable[[], Awaitable[bool]]
    pauses: timedelta = PAUSES

    async def __call__(self) -> None:
        """Apply all that is due now. Raises ``Unavailable``; earlier steps are complete."""
        until, left = self.clock.now(), self.pauses.total_seconds()
        loop = asyncio.get_running_loop()
        while not await self.is_stopped():
            began = loop.time()
            if not await self.world.advance(until):
                return
            pause = min(_PAUSE * (loop.time() - began), _LONGEST_PAUSE, left)
            if pause > 0:
                left -= pause
                await asyncio.sleep(pause)
